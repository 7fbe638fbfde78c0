let channel: MessageChannel | undefined;
const waiting: (() => void)[] = [];

/**
 * Lets other messages be handled, then goes on: a task of its own by a MessageChannel. setTimeout is held to 4 ms after a few calls,
 * and the continuation of scheduler.yield comes before waiting messages.
 */
export function breathe(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => waiting.shift()?.();
  }
  const { port2 } = channel;
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(0);
  });
}
