import { RsConsole } from '../rs-console/rs-console';
import { RsControls } from '../rs-controls/rs-controls';
import { RsDisassembly } from '../rs-disassembly/rs-disassembly';
import { RsFrames } from '../rs-frames/rs-frames';
import { RsPageMap } from '../rs-page-map/rs-page-map';
import { RsPageWalk } from '../rs-page-walk/rs-page-walk';
import { RsPane } from '../rs-pane/rs-pane';
import { RsRegisters } from '../rs-registers/rs-registers';
import { RsSource } from '../rs-source/rs-source';
import { RsTrace } from '../rs-trace/rs-trace';
import { RsVerdict } from '../rs-verdict/rs-verdict';
import { RsWriting } from '../rs-writing/rs-writing';
import { define } from './define';

/** Registers the panes of a machine and what they are made of: the same on the site and in the element. */
export function definePanes(): void {
  define('rs-pane', RsPane);
  define('rs-console', RsConsole);
  define('rs-controls', RsControls);
  define('rs-registers', RsRegisters);
  define('rs-disassembly', RsDisassembly);
  define('rs-source', RsSource);
  define('rs-trace', RsTrace);
  define('rs-page-walk', RsPageWalk);
  define('rs-page-map', RsPageMap);
  define('rs-frames', RsFrames);
  define('rs-verdict', RsVerdict);
  define('rs-writing', RsWriting);
}
