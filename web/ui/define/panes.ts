import { RsConsole } from '../rs-console/rs-console';
import { RsControls } from '../rs-controls/rs-controls';
import { RsDisassembly } from '../rs-disassembly/rs-disassembly';
import { RsDomains } from '../rs-domains/rs-domains';
import { RsFrames } from '../rs-frames/rs-frames';
import { RsMemory } from '../rs-memory/rs-memory';
import { RsPageMap } from '../rs-page-map/rs-page-map';
import { RsPageWalk } from '../rs-page-walk/rs-page-walk';
import { RsPane } from '../rs-pane/rs-pane';
import { RsQuestion } from '../rs-question/rs-question';
import { RsRegisters } from '../rs-registers/rs-registers';
import { RsSource } from '../rs-source/rs-source';
import { RsStatus } from '../rs-status/rs-status';
import { RsStrip } from '../rs-strip/rs-strip';
import { RsSwitch } from '../rs-switch/rs-switch';
import { RsTask } from '../rs-task/rs-task';
import { RsTrace } from '../rs-trace/rs-trace';
import { RsTransport } from '../rs-transport/rs-transport';
import { RsVerdict } from '../rs-verdict/rs-verdict';
import { RsWriting } from '../rs-writing/rs-writing';
import { define } from './define';

/** Registers the panes that only the page has. */
export function definePagePanes(): void {
  define('rs-page-walk', RsPageWalk);
  define('rs-page-map', RsPageMap);
  define('rs-frames', RsFrames);
  define('rs-verdict', RsVerdict);
  define('rs-memory', RsMemory);
  define('rs-source', RsSource);
  define('rs-domains', RsDomains);
}

/** Registers what a lesson has beside the panes. */
export function defineLessonParts(): void {
  define('rs-transport', RsTransport);
  define('rs-switch', RsSwitch);
  define('rs-strip', RsStrip);
  define('rs-question', RsQuestion);
  define('rs-task', RsTask);
  define('rs-writing', RsWriting);
}

/** Registers the panes that the page and the element share. */
export function definePanes(): void {
  define('rs-pane', RsPane);
  define('rs-console', RsConsole);
  define('rs-controls', RsControls);
  define('rs-registers', RsRegisters);
  define('rs-disassembly', RsDisassembly);
  define('rs-trace', RsTrace);
  define('rs-status', RsStatus);
}
