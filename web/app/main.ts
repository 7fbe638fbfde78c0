import { define } from '../ui/define/define';
import { definePagePanes, definePanes } from '../ui/define/panes';
import { RsGuests } from '../ui/rs-guests/rs-guests';
import { RsHelp } from '../ui/rs-help/rs-help';
import { RsHomePage } from './home/rs-home-page';
import { setIcon } from './icon';
import { RsMachinePage } from './machine/rs-machine-page';
import { RsApp } from './rs-app';
import { RsTeachPage } from './teach/rs-teach-page';

setIcon();
definePanes();
definePagePanes();
define('rs-guests', RsGuests);
define('rs-help', RsHelp);
define('rs-home-page', RsHomePage);
define('rs-machine-page', RsMachinePage);
define('rs-teach-page', RsTeachPage);
define('rs-app', RsApp);
