/* Selectors of flat segments: the kernel in ring 0, users in ring 3. */
#define KCODE_SEL       0x08
#define KDATA_SEL       0x10
#define UCODE_SEL       0x1b
#define UDATA_SEL       0x23
#define TSS_SEL         0x28
