// An asc transform: works out, while compiling, calls whose arguments are constants, in arrays of assembly/isa/. asc by itself stores what
// such a call gives one by one when the wasm starts, 15 KB of code for the opcode maps; of constants it makes data.
import { NodeKind, Parser, Source, SourceKind, Tokenizer } from 'assemblyscript';
import { Transform } from 'assemblyscript/transform';

const FOLDER = 'assembly/isa/';

const textOf = (node) => node.range.source.text.slice(node.range.start, node.range.end);

/** An expression from its text. */
function parse(text, path) {
  return new Parser().parseExpression(new Tokenizer(new Source(SourceKind.User, path, text)));
}

/** What a function of one `return` gives, and the names of its parameters; undefined for any other. */
function formulaOf(declaration) {
  const [only, ...more] = declaration.body?.statements ?? [];
  if (more.length > 0 || only?.kind !== NodeKind.Return || !only.value) return undefined;
  return { names: declaration.signature.parameters.map(({ name }) => name.text), text: textOf(only.value) };
}

/** The formula with arguments in the place of its parameters. */
function applied({ names, text }, args) {
  const values = new Map(names.map((name, i) => [name, `(${textOf(args[i])})`]));
  return text.replace(/\b[A-Za-z_]\w*\b(?!\.)/g, (word) => values.get(word) ?? word);
}

export default class FoldConstants extends Transform {
  afterParse(parser) {
    const sources = parser.sources.filter(({ normalizedPath }) => normalizedPath.startsWith(FOLDER));
    const formulas = new Map();
    for (const { statements } of sources) {
      for (const one of statements) {
        const formula = one.kind === NodeKind.FunctionDeclaration && formulaOf(one);
        if (formula) formulas.set(one.name.text, formula);
      }
    }
    for (const { statements } of sources) {
      const arrays = statements.filter(({ kind }) => kind === NodeKind.Variable).flatMap((one) => one.declarations);
      for (const { initializer } of arrays) this.fold(initializer, formulas);
    }
  }

  /** Replaces the calls among an array's elements. */
  fold(initializer, formulas) {
    if (initializer?.elementExpressions === undefined) return;
    const elements = initializer.elementExpressions;
    for (const [i, element] of elements.entries()) {
      const formula = element.kind === NodeKind.Call && formulas.get(textOf(element.expression));
      if (formula) elements[i] = parse(applied(formula, element.args), element.range.source.internalPath);
    }
  }
}
