/** What was asked on the command line makes no sense: exit status 2. The message says what and how it is written. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One screen of help. */
export const HELP = `ringside - boot a Xen PV guest on an emulated machine

  ringside run GUEST [options] [-- KERNEL COMMAND LINE]
  ringside explain GUEST [--at N] [--steps N] [options]
                                what steps read, wrote and decided, behind N
  ringside list                 the guests that come with Ringside

GUEST is an ELF file built for 32-bit Xen, or the name of a guest from the list.
Its console is standard output; what Xen and we say is on standard error.

Of a domain; behind --with, of that one:
  --memory MIB           its memory (64)
  --vcpus N              virtual CPUs (1)
  --weight N             its share of the processor against others' (256)
  --ramdisk FILE         give it a ramdisk (with --bare, a module)
  --profile NAME         rules of the validator: 2002-11, 2003-01, 2004-02,
                         xen-3.2, xen-4.17, xen-4.17-nolinear
  --input FILE           type FILE's lines (-: standard input's), each once the
                         guest has read the one before; "wait TEXT" holds until
                         the console shows TEXT
  --args TEXT            the kernel's command line, as behind --

Of the machine:
  --with GUEST           one more domain beside the first, up to seven in all;
                         lines of their consoles begin with their names
  --console NAME         show and type to this domain's console alone
  --ram MIB              memory of the machine (128, or what domains need)
  --dom0                 the guest is domain 0
  --bare                 run a multiboot kernel without Xen: its COM1 is the
                         console, --memory the machine's RAM
  --until TEXT           stop, content, when a console shows TEXT
  --max-instructions N   stop after N instructions
  --max-seconds S        stop after S seconds
  --trace FILE           every event as a line of JSON; - for people, on stderr
  --json FILE            a summary; - writes it to stderr
  --engine block|step    run whole blocks, or one instruction at a time (block)
  --link                 at the end, print the link that names the state reached

On a terminal without --input, keys go to the guest; Ctrl-] ends the run.
Exit status: 0 all guests shut down or --until was met, 1 one crashed or was
refused, or the console cannot be written, 2 the command line makes no sense,
3 a limit was reached, 130 Ctrl-C.
`;
