import { createRequire } from 'node:module';
import type * as Iced from 'iced-x86';

// iced-x86's build for Node is CommonJS.
const iced = createRequire(import.meta.url)('iced-x86') as typeof Iced;

/** An instruction as iced-x86 sees it. */
export interface IcedInstruction {
  length: number;
  isValid: boolean;
  /** Names of the CPUID features it needs. */
  features: string[];
  att: string;
  intel: string;
}

/** A formatter that writes numbers as we do. */
function formatter(syntax: Iced.FormatterSyntax): Iced.Formatter {
  const made = new iced.Formatter(syntax);
  made.hexPrefix = '0x';
  made.hexSuffix = '';
  made.uppercaseHex = false;
  made.smallHexNumbersInDecimal = false;
  made.addLeadingZeroToHexNumbers = false;
  made.branchLeadingZeros = false;
  made.showBranchSize = false;
  made.alwaysShowScale = false;
  made.showZeroDisplacements = true;
  made.spaceAfterOperandSeparator = false;
  return made;
}

const gas = formatter(iced.FormatterSyntax.Gas);
const intel = formatter(iced.FormatterSyntax.Intel);

/** Takes the first instruction of 32-bit code apart. */
export function icedDecode(bytes: Uint8Array, address: number): IcedInstruction {
  const decoder = new iced.Decoder(32, bytes, iced.DecoderOptions.None);
  decoder.ip = BigInt(address);
  const instruction = decoder.decode();
  const made = {
    length: instruction.length,
    isValid: instruction.code !== iced.Code.INVALID,
    features: [...instruction.cpuidFeatures()].map((feature) => iced.CpuidFeature[feature] ?? ''),
    att: gas.format(instruction),
    intel: intel.format(instruction),
  };
  instruction.free();
  decoder.free();
  return made;
}
