import { CpuidRegister, cpuidValue } from '../base/cpu-model';
import { vcpu } from '../layout/vcpu-state';

/** CPUID: answers the leaf in EAX in the running vCPU's EAX, EBX, ECX and EDX (docs/cpu-model.md). */
export function cpuid(): void {
  const state = vcpu();
  const leaf = <u32>state.eax;
  state.eax = cpuidValue(leaf, CpuidRegister.Eax);
  state.ecx = cpuidValue(leaf, CpuidRegister.Ecx);
  state.edx = cpuidValue(leaf, CpuidRegister.Edx);
  state.ebx = cpuidValue(leaf, CpuidRegister.Ebx);
}
