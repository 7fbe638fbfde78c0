import { define } from '../ui/define/define';
import { RsConsole } from '../ui/rs-console/rs-console';
import { RsControls } from '../ui/rs-controls/rs-controls';
import { RsDisassembly } from '../ui/rs-disassembly/rs-disassembly';
import { RsDomains } from '../ui/rs-domains/rs-domains';
import { RsFrames } from '../ui/rs-frames/rs-frames';
import { RsGuests } from '../ui/rs-guests/rs-guests';
import { RsHelp } from '../ui/rs-help/rs-help';
import { RsMemory } from '../ui/rs-memory/rs-memory';
import { RsPageMap } from '../ui/rs-page-map/rs-page-map';
import { RsPageWalk } from '../ui/rs-page-walk/rs-page-walk';
import { RsPane } from '../ui/rs-pane/rs-pane';
import { RsQuestion } from '../ui/rs-question/rs-question';
import { RsRegisters } from '../ui/rs-registers/rs-registers';
import { RsSource } from '../ui/rs-source/rs-source';
import { RsStatus } from '../ui/rs-status/rs-status';
import { RsStrip } from '../ui/rs-strip/rs-strip';
import { RsSwitch } from '../ui/rs-switch/rs-switch';
import { RsTask } from '../ui/rs-task/rs-task';
import { RsTrace } from '../ui/rs-trace/rs-trace';
import { RsTransport } from '../ui/rs-transport/rs-transport';
import { RsVerdict } from '../ui/rs-verdict/rs-verdict';
import { RsWriting } from '../ui/rs-writing/rs-writing';

/** Registers what the site's pages are made of. */
export function defineParts(): void {
  define('rs-pane', RsPane);
  define('rs-console', RsConsole);
  define('rs-controls', RsControls);
  define('rs-status', RsStatus);
  define('rs-domains', RsDomains);
  define('rs-registers', RsRegisters);
  define('rs-disassembly', RsDisassembly);
  define('rs-source', RsSource);
  define('rs-trace', RsTrace);
  define('rs-page-walk', RsPageWalk);
  define('rs-page-map', RsPageMap);
  define('rs-frames', RsFrames);
  define('rs-verdict', RsVerdict);
  define('rs-writing', RsWriting);
  define('rs-memory', RsMemory);
  define('rs-transport', RsTransport);
  define('rs-switch', RsSwitch);
  define('rs-strip', RsStrip);
  define('rs-question', RsQuestion);
  define('rs-task', RsTask);
  define('rs-guests', RsGuests);
  define('rs-help', RsHelp);
}
