import { Refused } from '../core/refused';

/**
 * Bytes of a part of the site that is fetched when it is wanted.
 *
 * Errors: Refused when the server does not have it any longer, answers otherwise, or not at all.
 */
export async function fetchPart(url: string): Promise<Uint8Array> {
  const answer = await fetch(url).catch(() => undefined);
  if (!answer) throw new Refused('The server cannot be reached. When it is there again, try again.');
  if (answer.status === 404)
    throw new Refused(
      'A part of this page is no longer on the server: the site was renewed meanwhile. Reload the page.',
    );
  if (!answer.ok) throw new Refused(`The server answered ${answer.status} for a part of this page. Try again later.`);
  return new Uint8Array(await answer.arrayBuffer());
}
