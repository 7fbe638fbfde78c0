/* Selectors of Xen's flat segments: the kernel in ring 1, users in ring 3. */
#include <xen/xen.h>

#define KCODE_SEL       FLAT_RING1_CS
#define KDATA_SEL       FLAT_RING1_DS
#define UCODE_SEL       FLAT_RING3_CS
#define UDATA_SEL       FLAT_RING3_DS
