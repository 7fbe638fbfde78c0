import { define } from '../ui/define/define';
import { definePanes } from '../ui/define/panes';
import { RsDomains } from '../ui/rs-domains/rs-domains';
import { RsGuests } from '../ui/rs-guests/rs-guests';
import { RsHelp } from '../ui/rs-help/rs-help';
import { RsMemory } from '../ui/rs-memory/rs-memory';
import { RsQuestion } from '../ui/rs-question/rs-question';
import { RsStatus } from '../ui/rs-status/rs-status';
import { RsStrip } from '../ui/rs-strip/rs-strip';
import { RsSwitch } from '../ui/rs-switch/rs-switch';
import { RsTask } from '../ui/rs-task/rs-task';
import { RsTransport } from '../ui/rs-transport/rs-transport';

/** Registers what the site's pages are made of: the panes, and what only the site has. */
export function defineParts(): void {
  definePanes();
  define('rs-status', RsStatus);
  define('rs-domains', RsDomains);
  define('rs-memory', RsMemory);
  define('rs-transport', RsTransport);
  define('rs-switch', RsSwitch);
  define('rs-strip', RsStrip);
  define('rs-question', RsQuestion);
  define('rs-task', RsTask);
  define('rs-guests', RsGuests);
  define('rs-help', RsHelp);
}
