/** Text to be read: the minus of an error's name is a true minus, behind which no line ends. */
export function prose(text: string): string {
  return text.replace(/-(?=E[A-Z]{2})/g, '\u2212');
}

/** A clause as a whole sentence. */
export function sentence(clause: string): string {
  return prose(`${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`);
}
