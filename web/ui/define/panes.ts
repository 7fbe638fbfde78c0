import { RsConsole } from '../rs-console/rs-console';
import { RsControls } from '../rs-controls/rs-controls';
import { RsDisassembly } from '../rs-disassembly/rs-disassembly';
import { RsPane } from '../rs-pane/rs-pane';
import { RsRegisters } from '../rs-registers/rs-registers';
import { RsStatus } from '../rs-status/rs-status';
import { RsTrace } from '../rs-trace/rs-trace';
import { define } from './define';

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
