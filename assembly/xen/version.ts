/** xen_version: which Xen this says it is: 4.17 under today's profiles, 3.2 under those of history. Source: xen/common/kernel.c. */
import { Errno } from '../abi/errno';
import { Profile } from '../abi/profile';
import { Feature, VersionOp } from '../abi/version';
import { Assist } from '../abi/vm-assist';
import { PAGE_SIZE, SCRATCH } from '../base/memory-map';
import { Domain, Format } from '../layout/domain';
import { currentDomain } from './domains';
import { fetch, put } from './guest';

const VERSION_417: i32 = (4 << 16) | 17;
const VERSION_32: i32 = (3 << 16) | 2;
/** No such build id. Source: public/errno.h, ENODATA. */
const ENODATA: i32 = 61;

/** Hypercall 17. Errors: -ENOSYS, -EFAULT. */
export function xenVersion(command: u32, argument: u32): i32 {
  const domain = currentDomain();
  const modern = domain.profile >= <u8>Profile.Xen417;
  switch (command) {
    case VersionOp.Version:
      return modern ? VERSION_417 : VERSION_32;
    case VersionOp.ExtraVersion:
      return putString(argument, modern ? '.7' : '.0', 16);
    case VersionOp.CompileInfo:
      return compileInfo(argument);
    case VersionOp.Capabilities:
      return putString(argument, domain.format === Format.Pae ? 'xen-3.0-x86_32p ' : 'xen-3.0-x86_32 ', 1024);
    case VersionOp.Changeset:
      return putString(argument, 'unavailable', 64);
    case VersionOp.PlatformParameters:
      store<u32>(SCRATCH, domain.holeStart);
      return putScratch(argument, 4);
    case VersionOp.GetFeatures:
      return features(domain, argument);
    case VersionOp.PageSize:
      return argument === 0 ? <i32>PAGE_SIZE : -Errno.EINVAL;
    case VersionOp.GuestHandle:
      memory.fill(SCRATCH, 0, 16);
      return putScratch(argument, 16);
    case VersionOp.CommandLine:
      return putString(argument, domain.privileged ? '' : '<denied>', 1024);
    case VersionOp.BuildId:
      return domain.privileged ? -ENODATA : -Errno.EPERM;
    default:
      return -Errno.ENOSYS;
  }
}

/** Writes a text, filled up with zeros to `bytes`, to SCRATCH + offset. */
function writeText(text: string, offset: usize, bytes: u32): void {
  memory.fill(SCRATCH + offset, 0, bytes);
  for (let i = 0; i < text.length; i++) store<u8>(SCRATCH + offset + i, <u8>text.charCodeAt(i));
}

/** Gives the guest what stands at SCRATCH. */
function putScratch(argument: u32, bytes: u32): i32 {
  return put(argument, SCRATCH, bytes) ? 0 : -Errno.EFAULT;
}

function putString(argument: u32, text: string, bytes: u32): i32 {
  writeText(text, 0, bytes);
  return putScratch(argument, bytes);
}

/** struct xen_compile_info: compiler[64], compile_by[16], compile_domain[32], compile_date[32]. */
function compileInfo(argument: u32): i32 {
  writeText('AssemblyScript', 0, 64);
  writeText('ringside', 64, 16);
  writeText('', 80, 32);
  writeText('', 112, 32);
  return putScratch(argument, 144);
}

/** struct xen_feature_info: which 32 features (in), their bits (out). Errors: -EFAULT, -EINVAL beyond the first 32. */
function features(domain: Domain, argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 8)) return -Errno.EFAULT;
  if (load<u32>(SCRATCH) !== 0) return -Errno.EINVAL;
  let bits: u32 = 0;
  if (domain.profile >= <u8>Profile.Xen417) {
    bits =
      (1 << Feature.MmuPtUpdatePreserveAd) |
      (1 << Feature.HighmemAssist) |
      (1 << Feature.GnttabMapAvailBits) |
      (1 << Feature.MemoryOpVnodeSupported) |
      (1 << Feature.DirectMapped);
  }
  if ((domain.vmAssist >> Assist.PaeExtendedCr3) & 1) bits |= 1 << Feature.PaePgdirAbove4gb;
  if (domain.privileged) bits |= 1 << Feature.Dom0;
  store<u32>(SCRATCH, bits, 4);
  return putScratch(argument, 8);
}
