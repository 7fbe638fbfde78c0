import { define } from '../ui/define/define';
import { RsConsole } from '../ui/rs-console/rs-console';
import { RsControls } from '../ui/rs-controls/rs-controls';
import { RsDisassembly } from '../ui/rs-disassembly/rs-disassembly';
import { RsFrames } from '../ui/rs-frames/rs-frames';
import { RsPageMap } from '../ui/rs-page-map/rs-page-map';
import { RsPageWalk } from '../ui/rs-page-walk/rs-page-walk';
import { RsPane } from '../ui/rs-pane/rs-pane';
import { RsRegisters } from '../ui/rs-registers/rs-registers';
import { RsSource } from '../ui/rs-source/rs-source';
import { RsTrace } from '../ui/rs-trace/rs-trace';
import { RsVerdict } from '../ui/rs-verdict/rs-verdict';
import { RsWriting } from '../ui/rs-writing/rs-writing';

/** Registers what the element is made of; nothing else is in its script. */
export function defineParts(): void {
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
