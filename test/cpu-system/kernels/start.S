/* Entry from the boot loader, and the way into and out of every exception handler. */
  .section .multiboot, "a"
  .long 0x1badb002, 0x3, -(0x1badb002 + 0x3)

  .text
  .globl start
start:
  cli
  cld
  movl $boot_stack_top, %esp
  pushl %ebx
  pushl %eax
  call kernel_main
1:
  hlt
  jmp 1b

  .macro stub vector, code
  .balign 16
  .if !\code
  pushl $0
  .endif
  pushl $\vector
  jmp common
  .endm

  /* One stub of 16 bytes for each vector, so that the table needs only the first address. */
  .balign 16
  .globl stubs
stubs:
  .set vector, 0
  .rept 256
  .if vector == 8 || (vector >= 10 && vector <= 14) || vector == 17
  stub vector, 1
  .else
  stub vector, 0
  .endif
  .set vector, vector + 1
  .endr

/* Builds struct frame (machine.h), calls trap(frame), and returns to what the frame then says. */
common:
  pushal
  pushl %ds
  pushl %es
  movl $0x10, %eax
  movl %eax, %ds
  movl %eax, %es
  cld
  pushl %esp
  call trap
  addl $4, %esp
  popl %es
  popl %ds
  popal
  addl $8, %esp
  iret

/* void run_in_ring(unsigned ring, void (*code)(void)): runs code on the ring's own stack; it comes back by INT 0x81. */
  .globl run_in_ring
run_in_ring:
  pushl %ebp
  pushl %ebx
  pushl %esi
  pushl %edi
  movl 20(%esp), %ecx
  movl 24(%esp), %edx
  movl %esp, ring_return_esp
  testl %ecx, %ecx
  jz 2f
  movl %ecx, %eax
  shll $12, %eax
  addl $ring_stacks, %eax      /* rings 1 to 3 use pages 0 to 2, from the top down */
  leal 0x30(,%ecx,8), %ebx     /* data selector of the ring */
  orl %ecx, %ebx
  pushl %ebx
  pushl %eax
  pushfl
  leal 0x50(,%ecx,8), %esi     /* code selector of the ring */
  orl %ecx, %esi
  pushl %esi
  pushl $1f
  movl %ebx, %ds
  movl %ebx, %es
  iret
1:
  call *%edx
  int $0x81
2:
  call *%edx
  jmp leave_ring

/* The end of run_in_ring, in ring 0 again. */
  .globl leave_ring
leave_ring:
  movl $0x10, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  movl ring_return_esp, %esp
  popl %edi
  popl %esi
  popl %ebx
  popl %ebp
  ret

  .bss
  .balign 4096
ring_stacks:
  .skip 3 * 4096
  .skip 16384
boot_stack_top:
  .globl ring_return_esp
ring_return_esp:
  .skip 4
