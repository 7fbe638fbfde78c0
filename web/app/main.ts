import { define } from '../ui/define/define';
import { definePagePanes, definePanes } from '../ui/define/panes';
import { RsGuests } from '../ui/rs-guests/rs-guests';
import { RsHelp } from '../ui/rs-help/rs-help';
import { setIcon } from './icon';
import { RsApp } from './rs-app';

setIcon();
definePanes();
definePagePanes();
define('rs-guests', RsGuests);
define('rs-help', RsHelp);
define('rs-app', RsApp);
