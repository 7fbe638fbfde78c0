import { RsConsole } from '../rs-console/rs-console';
import { RsControls } from '../rs-controls/rs-controls';
import { RsDisassembly } from '../rs-disassembly/rs-disassembly';
import { RsDomains } from '../rs-domains/rs-domains';
import { RsFrames } from '../rs-frames/rs-frames';
import { RsMemory } from '../rs-memory/rs-memory';
import { RsPageMap } from '../rs-page-map/rs-page-map';
import { RsPageWalk } from '../rs-page-walk/rs-page-walk';
import { RsPane } from '../rs-pane/rs-pane';
import { RsRegisters } from '../rs-registers/rs-registers';
import { RsSource } from '../rs-source/rs-source';
import { RsStatus } from '../rs-status/rs-status';
import { RsTrace } from '../rs-trace/rs-trace';
import { RsVerdict } from '../rs-verdict/rs-verdict';
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
