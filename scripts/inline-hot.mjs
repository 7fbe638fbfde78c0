// An asc transform: marks small functions that every page-table request, every TLB miss, every decoded instruction or every word of state goes
// through as `@inline`. asc takes that decorator on functions, but it is no TypeScript there, and no formatter reads it; so what is inlined
// stands here. It buys four tenths more entries a second of mmu_update (npm run bench -- hypervisor) for 1.9 KB (0 by gzip); with a walk that
// keeps rights in locals, three quarters more instructions a second of a guest that loads CR3 all the time (bench address-space) for 0.9 KB
// (0.3 by gzip); a quarter more of code that runs once (bench cold-code) for 0.1 KB; a state hash in a sixth of the time.
import { Node, NodeKind } from 'assemblyscript';
import { Transform } from 'assemblyscript/transform';

const FOLDER = 'assembly/';
/** Functions by file; a name that is not there fails the build. */
const HOT = {
  'cpu/decode-one.ts': ['clearRecord', 'decodePrefixes', 'takeSegment'],
  'cpu/decode-operand.ts': ['register', 'registerAt'],
  'cpu/forms.ts': ['copyForm', 'keyAt', 'placeOf'],
  'cpu/fuse.ts': ['liveBefore'],
  'cpu/hot-uop.ts': ['hotUop', 'simplify', 'uopOf'],
  'isa/opcode-map.ts': ['rowOfOpcode'],
  'isa/operands.ts': ['hasModrm', 'isByModrm', 'isMemoryOnly'],
  'mmu/hash.ts': ['mix'],
  'mmu/page-flags.ts': ['isRam', 'pageFlags'],
  'mmu/slow.ts': ['leavesFlat', 'walkTo'],
  'mmu/view.ts': ['fill', 'permitStores'],
  'mmu/walk.ts': ['entryAddress', 'mark', 'markUpper', 'permits', 'walkTwoLevel'],
  'mmu/watch.ts': ['watch'],
  'xen/charge.ts': ['charge'],
  'xen/mm/frames.ts': ['frameExists', 'isDeviceFrame'],
  'xen/mm/profile-rules.ts': ['law', 'refusedInLeaf'],
  'xen/mm/refusal.ts': ['forget'],
  'xen/mm/table.ts': ['entryShift'],
  'xen/mm/work.ts': ['deferred', 'mustStop', 'worked'],
};

export default class InlineHot extends Transform {
  afterParse(parser) {
    for (const [file, names] of Object.entries(HOT)) {
      const source = parser.sources.find(({ normalizedPath }) => normalizedPath === FOLDER + file);
      for (const name of names) this.mark(source, name);
    }
  }

  mark(source, name) {
    const isIt = (one) => one.kind === NodeKind.FunctionDeclaration && one.name.text === name;
    const found = source?.statements.find(isIt);
    if (!found) throw new Error(`scripts/inline-hot.mjs names ${name}, which is not there.`);
    const word = Node.createIdentifierExpression('inline', found.range);
    found.decorators = [...(found.decorators ?? []), Node.createDecorator(word, null, found.range)];
  }
}
