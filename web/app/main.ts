import { define } from '../ui/define/define';
import { defineParts } from './define-parts';
import { RsHomePage } from './home/rs-home-page';
import { setIcon } from './icon';
import { RsLessonMachine } from './lesson/rs-lesson-machine';
import { RsLessonPage } from './lesson/rs-lesson-page';
import { RsMachinePage } from './machine/rs-machine-page';
import { RsApp } from './rs-app';
import { RsTeachPage } from './teach/rs-teach-page';

setIcon();
defineParts();
define('rs-home-page', RsHomePage);
define('rs-lesson-machine', RsLessonMachine);
define('rs-lesson-page', RsLessonPage);
define('rs-machine-page', RsMachinePage);
define('rs-teach-page', RsTeachPage);
define('rs-app', RsApp);
