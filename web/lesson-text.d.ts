/** A lesson's screens as they stand in its Markdown: made by scripts/vite/lesson-text.mjs. */
declare module '*/lesson.md' {
  const screens: readonly { line: number; fields: Readonly<Record<string, string>>; html: string; after?: string }[];
  export default screens;
}

/** The terms of docs/glossary.md. */
declare module '*/glossary.md' {
  const terms: readonly { term: string; meaning: string }[];
  export default terms;
}
