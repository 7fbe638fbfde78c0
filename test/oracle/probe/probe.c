/* probe: a tiny Xen PV guest that asks the hypervisor good and bad questions
 * and prints every return code.  The same source builds a PAE (ring 1) guest
 * and a 64-bit guest.  Output lines:  P|name|rc|detail   (rc is signed decimal) */
#include "abi.h"
extern char hypercall_page[]; extern const struct trap_info trap_table[]; extern char _end[];
#ifndef __x86_64__
ul m2p_base = 0xF5800000ul;
#endif
static struct start_info *si; static const ul *p2m; static int dom0;

/* ---- hypercalls ---- */
static sl hc5(unsigned nr, ul a, ul b, ul c, ul d, ul e)
{
    sl r; char *f = hypercall_page + nr * 32;
#ifdef __x86_64__
    register ul r10 __asm__("r10") = d; register ul r8 __asm__("r8") = e;
    __asm__ volatile("call *%[f]" : "=a"(r), "+D"(a), "+S"(b), "+d"(c), "+r"(r10), "+r"(r8)
                 : [f]"0"(f) : "rcx", "r11", "memory");
#else
    __asm__ volatile("call *%[f]" : "=a"(r), "+b"(a), "+c"(b), "+d"(c), "+S"(d), "+D"(e)
                 : [f]"0"(f) : "memory");
#endif
    return r;
}
/* same, but without the hypercall page: any number can be asked for */
static sl hcraw(ul nr, ul a, ul b)
{
    sl r;
#ifdef __x86_64__
    __asm__ volatile("syscall" : "=a"(r), "+D"(a), "+S"(b) : "0"(nr) : "rcx", "r11", "rdx", "r10", "r8", "memory");
#else
    __asm__ volatile("int $0x82" : "=a"(r), "+b"(a), "+c"(b) : "0"(nr) : "edx", "esi", "edi", "memory");
#endif
    return r;
}
#define hc4(n,a,b,c,d) hc5(n,(ul)(a),(ul)(b),(ul)(c),(ul)(d),0)
#define hc3(n,a,b,c) hc4(n,a,b,c,0)
#define hc2(n,a,b) hc3(n,a,b,0)
#define hc1(n,a) hc2(n,a,0)

static sl uva(ul va, pte_t v, ul flags)
{
#ifdef __x86_64__
    return hc3(H_update_va_mapping, va, v, flags);
#else
    return hc4(H_update_va_mapping, va, (u32)v, (u32)(v >> 32), flags);
#endif
}
static u32 done; static ul notmine; /* a frame of Xen or of another domain */
static sl mmu1(u64 ptr, u64 val) { struct mmu_update u = { ptr, val }; done = 77; return hc4(H_mmu_update, &u, 1, &done, DOMID_SELF); }
static sl ext(u32 cmd, ul a1, ul a2) { struct mmuext_op o = { cmd, a1, a2 }; return hc4(H_mmuext_op, &o, 1, 0, DOMID_SELF); }

/* ---- console ---- */
struct xencons { char in[1024]; char out[2048]; u32 in_cons, in_prod, out_cons, out_prod; };
static volatile struct xencons *cons;
static void puts_n(const char *s, u32 n)
{
    if ( dom0 ) { hc3(H_console_io, 0, n, s); return; }
    while ( n ) {
        if ( cons->out_prod - cons->out_cons < 2048 ) { cons->out[cons->out_prod & 2047] = *s++; __asm__ volatile("" ::: "memory"); cons->out_prod++; n--; }
        if ( !n || cons->out_prod - cons->out_cons >= 2048 ) { u32 p = si->console_evtchn; hc2(H_event_channel_op, 4, &p); if ( n ) hc2(H_sched_op, 0, 0); }
    }
}
static char lb[256]; static u32 ln;
static void flush(void) { puts_n(lb, ln); ln = 0; }
static void ch(char c) { if ( c == '\n' && !dom0 ) lb[ln++] = '\r'; lb[ln++] = c; if ( c == '\n' || ln > 250 ) flush(); }
static void str(const char *s) { while ( *s ) ch(*s++); }
static void dec(sl v) { char b[24]; int i = 0; ul u = v; if ( v < 0 ) { ch('-'); u = -(ul)v; } do { b[i++] = '0' + u % 10; u /= 10; } while ( u ); while ( i ) ch(b[--i]); }
static void hex(u64 v) { int i, s = 0; str("0x"); for ( i = 60; i >= 0; i -= 4 ) { int d = (int)(v >> i) & 15; if ( d || s || !i ) { s = 1; ch("0123456789abcdef"[d]); } } }
static const char *en(sl rc)
{
    static const struct { short n; const char *s; } t[] = { {1,"EPERM"},{2,"ENOENT"},{3,"ESRCH"},{6,"ENXIO"},{7,"E2BIG"},{9,"EBADF"},{12,"ENOMEM"},{13,"EACCES"},{14,"EFAULT"},{16,"EBUSY"},{17,"EEXIST"},{19,"ENODEV"},{22,"EINVAL"},{28,"ENOSPC"},{34,"ERANGE"},{38,"ENOSYS"},{62,"ETIME"},{95,"EOPNOTSUPP"} };
    unsigned i; for ( i = 0; i < sizeof(t)/sizeof(t[0]); i++ ) if ( rc == -t[i].n ) return t[i].s; return 0;
}
static void R(const char *name, sl rc) { str("P|"); str(name); ch('|'); dec(rc); ch('|'); if ( en(rc) ) str(en(rc)); ch('\n'); }
static void V(const char *name, sl rc, const char *what, u64 v) { str("P|"); str(name); ch('|'); dec(rc); ch('|'); if ( en(rc) ) { str(en(rc)); ch(' '); } str(what); ch('='); hex(v); ch('\n'); }
static void __attribute__((noreturn)) stop(unsigned reason) { u32 r = reason; flush(); hc2(H_sched_op, 2, &r); for (;;); }

/* ---- traps ---- */
volatile ul resume; static volatile sl tvec; static volatile ul terr, tcr2; static ul *shinfo_cr2;
void trap_c(ul *f) /* vec err ip cs flags [sp ss] */
{
    if ( !resume ) { str("UNEXPECTED TRAP "); dec(f[0]); str(" err "); hex(f[1]); str(" ip "); hex(f[2]); ch('\n'); stop(3); }
    tvec = f[0]; terr = f[1]; tcr2 = shinfo_cr2 ? *shinfo_cr2 : 0;
    f[2] = resume;
#ifdef __x86_64__
    f[3] |= 3; f[6] |= 3;
#endif
    resume = 0;
}
#define TRY(ins, ...) do { tvec = -1; __asm__ volatile("mov" WS " $99f, resume\n\t" ins "\n99:\tmov" WS " $0, resume" __VA_ARGS__); } while (0)
static void F(const char *name, u64 val) { str("F|"); str(name); ch('|'); hex(val); ch('\n'); }
static void T(const char *name, u64 val)
{
    str("T|"); str(name); ch('|');
    if ( tvec < 0 ) { str("no trap|value="); hex(val); } else { str("trap "); dec(tvec); str("|err="); hex(terr); if ( tvec == 14 ) { str(" cr2="); hex(tcr2); } }
    ch('\n');
}

/* ---- memory ---- */
#define ma(va) ((u64)p2m[((ul)(va) - VIRT_BASE) >> 12] << 12)
#define mfn_of(va) (p2m[((ul)(va) - VIRT_BASE) >> 12])
static void *mfn_va(ul mfn) { return (void *)(VIRT_BASE + (M2P[mfn] << 12)); }
static pte_t *table(ul va, int level) /* VA of the table holding va's entry at that level */
{
    pte_t *t = (pte_t *)si->pt_base; int l;
    for ( l = LEVELS; l > level; l-- ) t = mfn_va((ul)((t[(va >> (12 + 9 * (l - 1))) & 511] & 0xffffffffff000ull) >> 12));
    return t;
}
static pte_t *entry(ul va, int level) { return &table(va, level)[(va >> (12 + 9 * (level - 1))) & 511]; }
static u64 mach(void *pt_entry) { return ma((ul)pt_entry & ~(PG - 1)) | ((ul)pt_entry & (PG - 1)); }
#define PGDEF(n) static __attribute__((aligned(4096))) pte_t n[512]
PGDEF(pA); PGDEF(pB); PGDEF(pT); PGDEF(pU) __attribute__((unused)); PGDEF(pV); PGDEF(pG); PGDEF(shp);
static void ro(void *p) { sl r = uva((ul)p, ma(p) | P | US | A, 2); if ( r ) R("  (make read-only failed)", r); }
static void rw(void *p) { sl r = uva((ul)p, ma(p) | P | RW | US | A | D, 2); if ( r ) R("  (make read-write failed)", r); }
static void zero(pte_t *p) { int i; for ( i = 0; i < 512; i++ ) p[i] = 0; }

void cmain(struct start_info *s)
{
    sl r; ul va, free_va; unsigned i; u32 w[16]; pte_t old;
    si = s; p2m = (const ul *)si->mfn_list; dom0 = !!(si->flags & SIF_INITDOMAIN);
#ifndef __x86_64__
    hc2(H_xen_version, 5, &m2p_base);
#endif
    if ( !dom0 ) cons = mfn_va(si->console_mfn);
    str("probe: magic "); str(si->magic); str(dom0 ? ", dom0" : ", domU"); str(", nr_pages "); hex(si->nr_pages); str(", cmdline '"); str(si->cmd_line); str("'\n");
#ifdef __x86_64__
    str("probe: 64-bit guest\n");
#else
    str("probe: 32-bit PAE guest\n");
#endif
    str("probe: pt_base "); hex(si->pt_base); str(" nr_pt_frames "); dec(si->nr_pt_frames); str(" mfn_list "); hex(si->mfn_list); str(" start_info "); hex((ul)si); str(" flags "); hex(si->flags); ch('\n');

    for ( notmine = 0x200; M2P[notmine] < si->nr_pages && (p2m[M2P[notmine]] == notmine || p2m[M2P[notmine]] == si->console_mfn || p2m[M2P[notmine]] == si->store_mfn); notmine++ ) ;
    str("probe: frame not mine: "); hex(notmine); ch('\n');
    /* identity */
    r = hc2(H_xen_version, 0, 0); V("xen_version(version)", r, "ver", r);
    r = hc2(H_xen_version, 1, pA); str("P|xen_version(extraversion)|"); dec(r); ch('|'); str((char *)pA); ch('\n');
    r = hc2(H_xen_version, 3, pA); str("P|xen_version(capabilities)|"); dec(r); ch('|'); str((char *)pA); ch('\n');
    zero(pA);
    { ul ps = 0; r = hc2(H_xen_version, 5, &ps); V("xen_version(platform_parameters)", r, "virt_start", ps); }
    w[0] = 0; w[1] = 0; r = hc2(H_xen_version, 6, w); V("xen_version(get_features,0)", r, "map", w[1]);
    R("xen_version(unknown 99)", hc2(H_xen_version, 99, pA));
    R("xen_version(extraversion, bad pointer)", hc2(H_xen_version, 1, HV_RW_VA));
    R("hypercall 39 (xc_reserved/argo)", hcraw(39, 0, 0));
    R("hypercall 45 (unused)", hcraw(45, 0, 0));
    R("hypercall 63", hcraw(63, 0, 0));
    R("hypercall 64", hcraw(64, 0, 0));
    R("hypercall 200", hcraw(200, 0, 0));
    R("hypercall 11 (unused)", hcraw(11, 0, 0));
    R("hypercall 16 (event_channel_op_compat)", hcraw(16, 0, 0));
    R("hypercall 6 (sched_op_compat yield)", hcraw(6, 0, 0));
    /* console */
    R("console_io(write, 3 bytes)", hc3(H_console_io, 0, 3, "ok\n"));
    R("console_io(unknown 9)", hc3(H_console_io, 9, 0, 0));
    R("console_io(write, bad pointer)", hc3(H_console_io, 0, 3, HV_RW_VA));
    R("console_io(write, unmapped pointer)", hc3(H_console_io, 0, 3, 0x1000));
    R("console_io(read)", hc3(H_console_io, 1, 8, pA));
    /* traps */
    R("set_trap_table(good)", hc1(H_set_trap_table, trap_table));
    R("set_trap_table(bad pointer)", hc1(H_set_trap_table, HV_RW_VA));
    { struct trap_info b[2] = { { 0x21, 3, KCS, (ul)HV_RW_VA }, { 0, 0, 0, 0 } }; R("set_trap_table(handler in Xen's hole)", hc1(H_set_trap_table, b));
#ifdef __x86_64__
      b[0].address = 0x1234567800000000ul; R("set_trap_table(non-canonical handler)", hc1(H_set_trap_table, b));
#endif
      b[0].address = VIRT_BASE; b[0].cs = 0; R("set_trap_table(null cs)", hc1(H_set_trap_table, b));
      b[0].cs = 0x18; R("set_trap_table(cs 0x18)", hc1(H_set_trap_table, b)); b[0].vector = 0x21; b[0].address = 0; R("set_trap_table(address 0 ends list)", hc1(H_set_trap_table, b)); }

    /* shared info: map it, so that cr2 can be read */
    r = uva((ul)shp, (u64)si->shared_info | P | RW | US, 2); R("update_va_mapping(shared_info, rw)", r);
#ifdef __x86_64__
    shinfo_cr2 = (ul *)((char *)shp + 16);
#else
    shinfo_cr2 = (ul *)((char *)shp + 8);
#endif
    /* update_va_mapping */
    R("update_va_mapping(pA -> pB rw)", uva((ul)pA, ma(pB) | P | RW | US | A | D, 2));
    pA[0] = 0x1122; V("  alias visible in pB", 0, "pB[0]", pB[0]); pB[0] = 0;
    R("update_va_mapping(pA -> not present)", uva((ul)pA, 0, 2));
    R("update_va_mapping(pA back)", uva((ul)pA, ma(pA) | P | RW | US | A | D, 2));
    R("update_va_mapping(va in Xen's hole)", uva(HV_RW_VA, ma(pB) | P | RW | US, 2));
    R("update_va_mapping(va in M2P hole)", uva(HV_VA, ma(pB) | P | US, 2));
    R("update_va_mapping(va with no L1)", uva(0x40000000ul, ma(pB) | P | US, 2));
#ifdef __x86_64__
    R("update_va_mapping(non-canonical va)", uva(0x1234567800000000ul, ma(pB) | P | US, 2));
#endif
    R("update_va_mapping(unaligned va)", uva((ul)pA + 8, ma(pA) | P | RW | US | A | D, 2));
    R("update_va_mapping(flags 7)", uva((ul)pA, ma(pA) | P | RW | US | A | D, 7));
    R("update_va_mapping(reserved bit 51)", uva((ul)pA, ma(pA) | P | RW | US | (1ull << 51), 2));
    R("update_va_mapping(bit 52)", uva((ul)pA, ma(pA) | P | RW | US | (1ull << 52), 2));
    R("update_va_mapping(bit 62)", uva((ul)pA, ma(pA) | P | RW | US | (1ull << 62), 2));
    R("update_va_mapping(avail bit 9)", uva((ul)pA, ma(pA) | P | RW | US | A | D | 0x200, 2));
    R("update_va_mapping(bit 8 global)", uva((ul)pA, ma(pA) | P | RW | US | A | D | 0x100, 2));
    R("update_va_mapping(bit 7 PAT)", uva((ul)pA, ma(pA) | P | RW | US | A | D | 0x80, 2));
    R("update_va_mapping(PWT)", uva((ul)pA, ma(pA) | P | RW | US | A | D | 0x8, 2));
    R("update_va_mapping(PCD+PWT)", uva((ul)pA, ma(pA) | P | RW | US | A | D | 0x18, 2));
    R("update_va_mapping(NX)", uva((ul)pA, ma(pA) | P | RW | US | A | D | NX, 2));
    R("update_va_mapping(supervisor, no US)", uva((ul)pA, ma(pA) | P | RW | A | D, 2));
    V("  PTE as stored after that", 0, "low12", *entry((ul)pA, 1) & 0xfff);
    rw(pA); V("  PTE as stored, normal rw", 0, "low12", *entry((ul)pA, 1) & 0xfff);
    R("update_va_mapping(mfn 0 rw)", uva((ul)pA, 0ull | P | RW | US, 2)); rw(pA);
    R("update_va_mapping(mfn 0xb8 VGA rw)", uva((ul)pA, 0xb8000ull | P | RW | US, 2)); rw(pA);
    R("update_va_mapping(mfn 0xffffff no such RAM, rw)", uva((ul)pA, (0xffffffull << 12) | P | RW | US, 2)); rw(pA);
    { ul xl = 0; struct { u32 max; u32 pad; ul list; u32 nr; } m __attribute__((unused));
#ifdef __x86_64__
      m.max = 1; m.pad = 0; m.list = (ul)&xl; m.nr = 0; r = hc2(H_memory_op, 5, &m); i = m.nr;
#else
      w[0] = 1; w[1] = (ul)&xl; w[2] = 0; r = hc2(H_memory_op, 5, w); i = w[2];
#endif
      V("memory_op(machphys_mfn_list)", r, "nr", i);
      if ( !r ) { R("update_va_mapping(Xen's M2P frame, ro)", uva((ul)pA, ((u64)xl << 12) | P | US, 2)); rw(pA);
        R("update_va_mapping(Xen's M2P frame, rw)", uva((ul)pA, ((u64)xl << 12) | P | RW | US, 2)); rw(pA); } }
    R("update_va_mapping(a frame that is not mine, rw)", uva((ul)pA, ((u64)notmine << 12) | P | RW | US, 2)); rw(pA);
    /* page tables: read-only facts */
    va = (ul)pT;
    old = *entry(va, 1);
    V("own L1 table: PTE mapping it", 0, "low12", *entry((ul)table(va, 1), 1) & 0xfff);
    R("update_va_mapping(live L1 table, rw)", uva((ul)pA, ma(table(va, 1)) | P | RW | US, 2));
    R("update_va_mapping(live L1 table, ro)", uva((ul)pA, ma(table(va, 1)) | P | US, 2)); rw(pA);
    R("update_va_mapping(live L2 table, rw)", uva((ul)pA, ma(table(va, 2)) | P | RW | US, 2));
    R("update_va_mapping(live top table, rw)", uva((ul)pA, ma(si->pt_base) | P | RW | US, 2));
    R("update_va_mapping(live top table, ro)", uva((ul)pA, ma(si->pt_base) | P | US, 2)); rw(pA);
    /* mmu_update */
    R("mmu_update(L1 entry: same value)", mmu1(mach(entry(va, 1)), old)); V("  done", 0, "done", done);
    R("mmu_update(L1 entry: not present)", mmu1(mach(entry(va, 1)), 0));
    R("mmu_update(L1 entry: restore)", mmu1(mach(entry(va, 1)), old));
    R("mmu_update(L1 entry: unaligned ptr +4)", mmu1(mach(entry(va, 1)) + 4, old)); V("  done", 0, "done", done);
    R("mmu_update(cmd 3 = NO_TRANSLATE)", mmu1(mach(entry(va, 1)) | 3, old)); V("  done", 0, "done", done);
    R("mmu_update(cmd 2 = PRESERVE_AD)", mmu1(mach(entry(va, 1)) | 2, old));
    R("mmu_update(normal data page as target)", mmu1(ma(pB), 0x123456789aull)); V("  written", 0, "pB[0]", pB[0]); pB[0] = 0;
    R("mmu_update(target frame not mine)", mmu1(((u64)notmine << 12), 0));
    R("mmu_update(target frame no RAM)", mmu1(0xffffffull << 12, 0));
    R("mmu_update(machphys own frame, same pfn)", mmu1(ma(pB) | 1, ((ul)pB - VIRT_BASE) >> 12));
    R("mmu_update(machphys frame not mine)", mmu1(((u64)notmine << 12) | 1, 5));
    R("mmu_update(bad request pointer)", hc4(H_mmu_update, HV_RW_VA, 1, 0, DOMID_SELF));
    R("mmu_update(count 0)", hc4(H_mmu_update, w, 0, 0, DOMID_SELF));
    { struct mmu_update u = { ma(pB), 0 }; R("mmu_update(foreign domid 55)", hc4(H_mmu_update, &u, 1, 0, 55)); R("mmu_update(domid DOMID_XEN)", hc4(H_mmu_update, &u, 1, 0, DOMID_XEN)); R("mmu_update(domid DOMID_IO)", hc4(H_mmu_update, &u, 1, 0, DOMID_IO)); R("mmu_update(domid 0 by number)", hc4(H_mmu_update, &u, 1, 0, 0)); }
    { struct mmu_update u[3] = { { mach(entry(va, 1)), old }, { mach(entry(va, 1)), old | (1ull << 51) }, { mach(entry(va, 1)), old } }; done = 77; R("mmu_update(3 requests, 2nd bad)", hc4(H_mmu_update, u, 3, &done, DOMID_SELF)); V("  done", 0, "done", done); }
    /* pinning */
    zero(pT);
    R("pin L1: frame still mapped rw", ext(0, mfn_of(pT), 0));
    ro(pT);
    R("pin L1: empty, mapped ro", ext(0, mfn_of(pT), 0));
    R("pin L1: again", ext(0, mfn_of(pT), 0));
    R("pin L2: same frame (typed L1)", ext(1, mfn_of(pT), 0));
    R("update_va_mapping(pinned L1, rw)", uva((ul)pT, ma(pT) | P | RW | US, 2));
    R("mmu_update(entry in pinned L1: own page rw)", mmu1(ma(pT) + 8, ma(pB) | P | RW | US));
    R("mmu_update(entry in pinned L1: itself rw)", mmu1(ma(pT) + 16, ma(pT) | P | RW | US));
    R("mmu_update(entry in pinned L1: itself ro)", mmu1(ma(pT) + 16, ma(pT) | P | US));
    R("mmu_update(entry in pinned L1: reserved bit)", mmu1(ma(pT) + 24, ma(pB) | P | (1ull << 51)));
    R("mmu_update(entry in pinned L1: not-present junk)", mmu1(ma(pT) + 24, 0xdeadbee0ull));
    TRY("mov" WS " $0, %0", : "=m"(pT[3])); T("direct store to pinned, unhooked L1 (mapped ro)", pT[3]);
    R("unpin L1", ext(4, mfn_of(pT), 0));
    R("unpin L1 again", ext(4, mfn_of(pT), 0));
    R("update_va_mapping(after unpin, rw again)", uva((ul)pT, ma(pT) | P | RW | US, 2));
    zero(pT); pT[5] = ma(pT) | P | RW | US; ro(pT);
    R("pin L1 holding a rw mapping of itself", ext(0, mfn_of(pT), 0));
    rw(pT); zero(pT); pT[5] = ma(pT) | P | US; ro(pT);
    R("pin L1 holding a ro mapping of itself", ext(0, mfn_of(pT), 0)); ext(4, mfn_of(pT), 0);
    rw(pT); zero(pT); pT[5] = ((u64)notmine << 12) | P | RW | US; ro(pT);
    R("pin L1 holding a rw mapping of a frame that is not mine", ext(0, mfn_of(pT), 0));
    rw(pT); zero(pT); pT[5] = ma(pB) | P | (1ull << 51); ro(pT);
    R("pin L1 with a reserved bit", ext(0, mfn_of(pT), 0));
    rw(pT); zero(pT);
    R("pin L2: frame mapped rw", ext(1, mfn_of(pT), 0));
    ro(pT); R("pin L2: empty, mapped ro", ext(1, mfn_of(pT), 0)); R("pin L1: same frame (typed L2)", ext(0, mfn_of(pT), 0)); R("unpin L2", ext(4, mfn_of(pT), 0));
    R("pin: frame not mine", ext(0, notmine, 0)); R("pin: no such frame", ext(0, 0xffffff, 0)); R("unpin: no such frame", ext(4, 0xffffff, 0));
#ifdef __x86_64__
    R("pin L4: empty, mapped ro", ext(3, mfn_of(pT), 0)); R("unpin L4", ext(4, mfn_of(pT), 0)); V("  L4 slot 256 left in the page after unpin", 0, "nonzero", pT[256] != 0); V("  L4 slot 0", 0, "val", pT[0]); rw(pT); zero(pT); ro(pT);
    R("pin L3: empty, mapped ro", ext(2, mfn_of(pT), 0)); R("unpin L3", ext(4, mfn_of(pT), 0));
#else
    R("pin L3: empty, mapped ro", ext(2, mfn_of(pT), 0)); ext(4, mfn_of(pT), 0);
    R("pin L4 on PAE: empty, mapped ro", ext(3, mfn_of(pT), 0));
#endif
    rw(pT);
    /* hook tables under the live tree: pT as an L1 under a free L2 slot */
    { pte_t *l2 = table(VIRT_BASE, 2); for ( i = 511; i && (l2[i] & P); i-- ) { }
#ifndef __x86_64__
      i = 100;   /* va 0xCC800000, well below Xen's hole */
#endif
      free_va = (VIRT_BASE & ~((1ul << 30) - 1)) + ((ul)i << 21);
#ifdef __x86_64__
      free_va = VIRT_BASE + ((ul)i << 21);
#endif
      u64 slot = mach(&l2[i]); V("  M2P base", 0, "va", (ul)M2P); V("free L2 slot", 0, "va", free_va);
      zero(pT); pT[0] = ma(pB) | P | RW | US;
      R("mmu_update(L2 entry -> page mapped rw)", mmu1(slot, ma(pT) | P | RW | US | A));
      ro(pT);
      R("mmu_update(L2 entry -> unpinned L1 candidate, ro)", mmu1(slot, ma(pT) | P | RW | US | A));
      pB[0] = 0xabcd; V("  read through new mapping", 0, "val", *(volatile u32 *)free_va); pB[0] = 0;
      tvec = -1; TRY("mov" WS " %1, %0", : "=m"(pT[0]) : "r"(0ul)); T("direct store 0 to low word of a hooked L1 entry (ptwr)", pT[0]);
      TRY("movl $0x1, %0", : "=m"(*(u32 *)free_va)); T("store through that VA now", 0);
      { ul lo = (ul)(ma(pB) | P | RW | US | A | D); TRY("mov" WS " %1, %0", : "=m"(pT[0]) : "r"(lo)); T("direct store of good PTE to hooked L1 (ptwr)", pT[0]); }
      { ul lo = (ul)(ma(pT) | P | RW | US | A | D); TRY("mov" WS " %1, %0", : "=m"(pT[0]) : "r"(lo)); T("direct store of rw-self PTE to hooked L1 (ptwr)", pT[0]); }
      { ul lo = 0; TRY("xchg" WS " %1, %0", : "+m"(pT[0]), "+r"(lo)); T("direct xchg on hooked L1 (ptwr)", lo); }
      TRY("lock; orl $0x200, %0", : "+m"(*(u32 *)&pT[0])); T("direct lock or on hooked L1 (ptwr)", pT[0]);
      R("vm_assist(enable writable_pagetables=2)", hc2(H_vm_assist, 0, 2));
      TRY("mov" WS " %1, %0", : "=m"(pT[0]) : "r"(0ul)); T("direct store to hooked L1, writable_pagetables on", pT[0]);
      TRY("mov" WS " %1, %0", : "=m"(l2[i]) : "r"(0ul)); T("direct store to live L2 entry", l2[i]);
      R("mmu_update(L2 entry with PSE)", mmu1(slot, (ma(pB) & ~0x1fffffull) | P | RW | US | PSE));
      R("mmu_update(L2 entry -> 0)", mmu1(slot, 0)); ext(6, 0, 0);
      R("mmu_update(L2 entry with reserved bit)", mmu1(slot, ma(pT) | P | RW | US | (1ull << 51)));
      R("mmu_update(L2 entry -> live L2 itself, ro linear)", mmu1(slot, ma(l2) | P | US | A));
      mmu1(slot, 0);
      R("mmu_update(L2 entry -> live L2 itself, rw linear)", mmu1(slot, ma(l2) | P | RW | US | A));
      mmu1(slot, 0);
      R("mmu_update(L2 entry -> top table)", mmu1(slot, ma(si->pt_base) | P | US));
      R("mmu_update(L2 entry -> live L1 of other slot, second use)", mmu1(slot, ma(table((ul)pT, 1)) | P | US | RW)); mmu1(slot, 0);
#ifdef __x86_64__
      { pte_t *l4 = (pte_t *)si->pt_base; R("mmu_update(L4[300] -> itself, ro linear)", mmu1(mach(&l4[300]), ma(l4) | P | US | A)); 
        ul lin = 0xffff000000000000ul | (300ul << 39); tvec = -1; pte_t x = 0; TRY("movq (%1), %0", : "=r"(x) : "r"(lin | (300ul << 30) | (300ul << 21) | (300ul << 12) | (511 * 8))); T("read own L4[511] through recursive map", x); V("  L4[511]", 0, "val", l4[511]); mmu1(mach(&l4[300]), 0);
        R("mmu_update(L4[300] -> itself, rw linear)", mmu1(mach(&l4[300]), ma(l4) | P | RW | US | A)); mmu1(mach(&l4[300]), 0);
        R("mmu_update(L4[256] Xen slot)", mmu1(mach(&l4[256]), ma(l4) | P | US)); R("mmu_update(L4[258] Xen linear slot)", mmu1(mach(&l4[258]), 0)); R("mmu_update(L4[271])", mmu1(mach(&l4[271]), 0)); R("mmu_update(L4[272] first guest slot := 0)", mmu1(mach(&l4[272]), 0)); V("  L4[256]", 0, "val!=0", l4[256] != 0); V("  L4[511] stored bits", 0, "low12", l4[511] & 0xfff); }
#else
      { pte_t *l3 = (pte_t *)si->pt_base, o3 = l3[3]; V("  L3[3] stored bits", 0, "low12", l3[3] & 0xfff); V("  L2[100] area: L2[507] stored", 0, "val", l2[507]);
        R("mmu_update(L3[0] -> live L2 of slot 3)", mmu1(mach(&l3[0]), o3)); R("mmu_update(L3[3] := 0)", mmu1(mach(&l3[3]), 0)); R("mmu_update(L3[3] := same)", mmu1(mach(&l3[3]), o3)); R("mmu_update(L3[4] beyond the four)", mmu1(mach(&l3[4]), 0)); R("mmu_update(L3[0] with RW|US bits, empty L2)", (zero((rw(pU), pU)), ro(pU), mmu1(mach(&l3[0]), ma(pU) | P | RW | US))); r = mmu1(mach(&l3[0]), ma(pU) | P); R("mmu_update(L3[0] -> empty L2, P only)", r); mmu1(mach(&l3[0]), 0); rw(pU);
        R("mmu_update(L2 kernel slot 507: Xen's M2P)", mmu1(mach(&l2[507]), 0));
        R("mmu_update(L2 slot 511)", mmu1(mach(&l2[511]), 0)); }
#endif
      rw(pT); }
    /* base pointer */
    R("new_baseptr(current top)", ext(5, mfn_of(si->pt_base), 0));
    R("new_baseptr(data page)", ext(5, mfn_of(pB), 0));
    R("new_baseptr(an L1)", ext(5, mfn_of(table((ul)pT, 1)), 0));
    R("new_baseptr(no such frame)", ext(5, 0xffffff, 0));
    /* an EMPTY top table is accepted (rc 0) and the guest then dies: tried once, left out */
    R("mmuext(unknown 99)", ext(99, 0, 0)); R("mmuext(tlb_flush_local)", ext(6, 0, 0)); R("mmuext(invlpg_local)", ext(7, (ul)pA, 0)); R("mmuext(invlpg_local, Xen va)", ext(7, HV_RW_VA, 0));
    R("mmuext(flush_cache)", ext(12, 0, 0)); R("mmuext(clear_page own data)", ext(16, mfn_of(pB), 0)); R("mmuext(clear_page live L1)", ext(16, mfn_of(table((ul)pT, 1)), 0)); R("mmuext(copy_page)", ext(17, mfn_of(pB), mfn_of(pA)));
    R("mmuext(set_ldt 0 entries)", ext(13, 0, 0)); R("mmuext(set_ldt unaligned)", ext(13, (ul)pG + 8, 4)); R("mmuext(set_ldt 8193 entries)", ext(13, (ul)pG, 8193)); R("mmuext(set_ldt pG 4, page still rw)", ext(13, (ul)pG, 4)); ext(13, 0, 0);
#ifdef __x86_64__
    R("mmuext(new_user_baseptr 0)", ext(15, 0, 0)); R("mmuext(new_user_baseptr data page)", ext(15, mfn_of(pB), 0));
#else
    R("mmuext(new_user_baseptr 0) on PAE", ext(15, 0, 0));
#endif
    { struct mmuext_op o[2] = { { 6, 0, 0 }, { 99, 0, 0 } }; done = 77; R("mmuext(2 ops, 2nd bad)", hc4(H_mmuext_op, o, 2, &done, DOMID_SELF)); V("  done", 0, "done", done); }
    /* descriptors */
    zero(pG);
    { ul f[1] = { mfn_of(pG) }; R("set_gdt(frame mapped rw)", hc2(H_set_gdt, f, 16)); ro(pG); R("set_gdt(8191 entries)", hc2(H_set_gdt, f, 8191)); f[0] = 0xffffff; R("set_gdt(no such frame)", hc2(H_set_gdt, f, 16)); f[0] = mfn_of(pG); R("set_gdt(good, 16 entries)", hc2(H_set_gdt, f, 16)); R("update_va_mapping(GDT frame rw)", uva((ul)pG, ma(pG) | P | RW | US, 2)); 
#ifdef __x86_64__
#define UD(m,d) hc2(H_update_descriptor, m, d)
#else
#define UD(m,d) hc4(H_update_descriptor, (u32)(m), (u32)((u64)(m) >> 32), (u32)(d), (u32)((u64)(d) >> 32))
#endif
      R("update_descriptor(good: dpl3 data)", UD(ma(pG) + 8, 0x00cff3000000ffffull)); V("  stored", 0, "desc", pG[1]); R("update_descriptor(dpl0 code)", UD(ma(pG) + 16, 0x00cf9b000000ffffull)); V("  stored", 0, "desc", pG[2]); R("update_descriptor(dpl1 code)", UD(ma(pG) + 16, 0x00cfbb000000ffffull)); V("  stored", 0, "desc", pG[2]);
      R("update_descriptor(call gate)", UD(ma(pG) + 24, 0x0000ec0000190000ull)); R("update_descriptor(TSS)", UD(ma(pG) + 24, 0x0000890000000067ull)); R("update_descriptor(zero)", UD(ma(pG) + 8, 0)); R("update_descriptor(unaligned)", UD(ma(pG) + 4, 0)); R("update_descriptor(data page)", UD(ma(pB) + 8, 0x00cff3000000ffffull)); R("update_descriptor(L1 page)", UD(ma(table((ul)pT, 1)), 0)); }
    /* event channels */
    w[0] = 9999; R("evtchn(send port 9999)", hc2(H_event_channel_op, 4, w)); w[0] = 1000000; R("evtchn(send port 1000000)", hc2(H_event_channel_op, 4, w)); w[0] = 0; R("evtchn(send port 0)", hc2(H_event_channel_op, 4, w)); R("evtchn(unknown 99)", hc2(H_event_channel_op, 99, w)); R("evtchn(send, bad pointer)", hc2(H_event_channel_op, 4, HV_RW_VA));
    w[0] = 0; R("evtchn(close port 0)", hc2(H_event_channel_op, 3, w)); w[0] = 9; R("evtchn(close unbound port)", hc2(H_event_channel_op, 3, w));
    w[0] = 0; w[1] = 0; w[2] = 0; R("evtchn(bind_virq timer vcpu0)", hc2(H_event_channel_op, 1, w)); V("  port", 0, "port", w[2]); R("evtchn(bind_virq timer again)", hc2(H_event_channel_op, 1, w)); w[0] = 24; R("evtchn(bind_virq 24)", hc2(H_event_channel_op, 1, w)); w[0] = 0; w[1] = 99; R("evtchn(bind_virq vcpu 99)", hc2(H_event_channel_op, 1, w)); w[0] = 3; w[1] = 0; R("evtchn(bind_virq DOM_EXC=3)", hc2(H_event_channel_op, 1, w));
    *(u16 *)w = DOMID_SELF; *((u16 *)w + 1) = DOMID_SELF; w[1] = 0; R("evtchn(alloc_unbound self,self)", hc2(H_event_channel_op, 6, w)); i = w[1]; V("  port", 0, "port", i); w[0] = i; R("evtchn(send on unbound)", hc2(H_event_channel_op, 4, w)); w[0] = DOMID_SELF; w[1] = i; w[2] = 0; R("evtchn(bind_interdomain self)", hc2(H_event_channel_op, 0, w)); V("  local port", 0, "port", w[2]); R("evtchn(bind_interdomain again)", hc2(H_event_channel_op, 0, w)); w[0] = i; R("evtchn(send on bound)", hc2(H_event_channel_op, 4, w)); 
    *(u16 *)w = 55; *((u16 *)w + 1) = 0; R("evtchn(alloc_unbound dom 55)", hc2(H_event_channel_op, 6, w)); *(u16 *)w = DOMID_SELF; *((u16 *)w + 1) = 55; R("evtchn(alloc_unbound self, remote 55)", hc2(H_event_channel_op, 6, w)); w[0] = 55; w[1] = 1; R("evtchn(bind_interdomain dom 55)", hc2(H_event_channel_op, 0, w)); w[0] = 0; R("evtchn(bind_ipi vcpu0)", hc2(H_event_channel_op, 7, w)); V("  port", 0, "port", w[1]); w[0] = 99; R("evtchn(bind_ipi vcpu99)", hc2(H_event_channel_op, 7, w)); *(u16 *)w = DOMID_SELF; w[1] = 1; R("evtchn(status port 1)", hc2(H_event_channel_op, 5, w)); V("  status", 0, "st", w[2]); w[0] = 9999; R("evtchn(unmask 9999)", hc2(H_event_channel_op, 9, w));
    /* sched, vcpu, timer, misc */
    R("sched(yield)", hc2(H_sched_op, 0, 0)); R("sched(unknown 99)", hc2(H_sched_op, 99, 0)); R("sched(shutdown, bad pointer)", hc2(H_sched_op, 2, HV_RW_VA)); w[0] = 9; R("sched(remote_shutdown)", hc2(H_sched_op, 4, w));
    R("vcpu_op(is_up 0)", hc3(H_vcpu_op, 3, 0, 0)); R("vcpu_op(is_up 99)", hc3(H_vcpu_op, 3, 99, 0)); R("vcpu_op(unknown 99)", hc3(H_vcpu_op, 99, 0, 0)); R("vcpu_op(up 0)", hc3(H_vcpu_op, 1, 0, 0)); R("vcpu_op(stop_periodic 0)", hc3(H_vcpu_op, 7, 0, 0)); { u64 ts[2] = { 1, 1 }; R("vcpu_op(singleshot in the past, future flag)", hc3(H_vcpu_op, 8, 0, ts)); u64 per[1] = { 1000 }; R("vcpu_op(set_periodic 1us)", hc3(H_vcpu_op, 6, 0, per)); }
#ifdef __x86_64__
    R("set_timer_op(0)", hc1(H_set_timer_op, 0));
#else
    R("set_timer_op(0)", hc2(H_set_timer_op, 0, 0));
#endif
    R("vm_assist(enable 0 4gb_segments)", hc2(H_vm_assist, 0, 0)); R("vm_assist(enable 3 pae_extended_cr3)", hc2(H_vm_assist, 0, 3)); R("vm_assist(enable 31)", hc2(H_vm_assist, 0, 31)); R("vm_assist(cmd 7)", hc2(H_vm_assist, 7, 0));
    R("set_debugreg(7, bad)", hc2(H_set_debugreg, 7, 0x2000)); R("set_debugreg(9)", hc2(H_set_debugreg, 9, 0)); R("set_debugreg(0, Xen va)", hc2(H_set_debugreg, 0, HV_RW_VA)); R("get_debugreg(9)", hc1(H_get_debugreg, 9)); V("get_debugreg(6)", 0, "dr6", hc1(H_get_debugreg, 6));
    R("fpu_taskswitch(0)", hc1(H_fpu_taskswitch, 0));
    R("stack_switch(ss 0)", hc2(H_stack_switch, 0, 0)); 
    { struct { u32 t; u32 f; ul a[2]; } cb = { 9, 0, { 0, 0 } }; R("callback_op(register type 9)", hc2(H_callback_op, 0, &cb)); R("callback_op(cmd 9)", hc2(H_callback_op, 9, &cb)); }
    R("physdev_op(unknown 99)", hc2(H_physdev_op, 99, w)); w[0] = 1; R("physdev_op(set_iopl 1)", hc2(H_physdev_op, 6, w)); w[0] = 4; R("physdev_op(set_iopl 4)", hc2(H_physdev_op, 6, w)); w[0] = 1; hc2(H_physdev_op, 6, w); TRY("cli; sti", ::: "memory"); T("cli; sti after set_iopl 1", 0); { ul x = 0; TRY("inb $0x80, %%al", : "=a"(x)); T("inb 0x80 after set_iopl 1", x); } w[0] = 0; hc2(H_physdev_op, 6, w);
    { u32 dc[64]; for ( i = 0; i < 64; i++ ) dc[i] = 0; R("domctl(zeros)", hc1(H_domctl, dc)); R("sysctl(zeros)", hc1(H_sysctl, dc)); R("platform_op(zeros)", hc1(H_platform_op, dc)); }
    /* memory_op */
    w[0] = DOMID_SELF; r = hc2(H_memory_op, 3, w); V("memory_op(current_reservation)", r, "pages", r); R("memory_op(unknown 63)", hc2(H_memory_op, 63, w)); r = hc2(H_memory_op, 2, 0); V("memory_op(maximum_ram_page)", r, "mfn", r);
    { struct { ul ext; ul nr; u32 order; u32 fl; u16 dom; } m; ul fr = mfn_of(pV); m.ext = (ul)&fr; m.nr = 1; m.order = 0; m.fl = 0; m.dom = DOMID_SELF;
      R("memory_op(decrease: page still mapped)", hc2(H_memory_op, 1, &m)); R("memory_op(decrease: same frame again)", hc2(H_memory_op, 1, &m)); R("update_va_mapping(unmap the given-up page)", uva((ul)pV, 0, 2)); R("update_va_mapping(map a given-up frame)", uva((ul)pV, ((u64)fr << 12) | P | RW | US, 2)); fr = 0xffffff; R("memory_op(decrease: no such frame)", hc2(H_memory_op, 1, &m)); fr = ((ul)pV - VIRT_BASE) >> 12; R("memory_op(populate_physmap 1)", hc2(H_memory_op, 6, &m)); V("  got a frame", 0, "ne", fr != ((ul)pV - VIRT_BASE) >> 12); V("  machphys of it", 0, "pfn-ok", M2P[fr] == ((ul)pV - VIRT_BASE) >> 12); R("update_va_mapping(map the new frame)", uva((ul)pV, ((u64)fr << 12) | P | RW | US, 2)); m.dom = 55; R("memory_op(populate dom 55)", hc2(H_memory_op, 6, &m)); m.dom = DOMID_SELF; m.order = 30; R("memory_op(populate order 30)", hc2(H_memory_op, 6, &m)); }
    /* grants */
    { struct { u16 dom; u16 pad; u32 nr; short st; short p2; ul list; } g = { DOMID_SELF, 0, 1, 99, 0, 0 }; ul fl[4] = { 0 }; g.list = (ul)fl; R("grant(setup_table 1)", hc3(H_grant_table_op, 2, &g, 1)); V("  status", 0, "st", (u16)g.st); g.nr = 100000; g.st = 99; R("grant(setup_table 100000)", hc3(H_grant_table_op, 2, &g, 1)); V("  status", 0, "st", (u16)g.st); g.dom = 55; g.nr = 1; g.st = 99; R("grant(setup_table dom 55)", hc3(H_grant_table_op, 2, &g, 1)); V("  status", 0, "st", (u16)g.st); R("grant(unknown 99)", hc3(H_grant_table_op, 99, &g, 1)); 
      struct { u64 host, dev; u32 handle; short st; } um = { (ul)pA, 0, 12345, 99 }; R("grant(unmap bad handle)", hc3(H_grant_table_op, 1, &um, 1)); V("  status", 0, "st", (u16)um.st);
      struct { u64 host; u32 fl, ref; u16 dom; short st; u32 handle; u64 dev; } mp = { (ul)pA, 2, 500000, DOMID_SELF, 99, 0, 0 }; R("grant(map, dom DOMID_SELF by alias)", hc3(H_grant_table_op, 0, &mp, 1)); V("  status", 0, "st", (u16)mp.st); mp.dom = 0; mp.st = 99; R("grant(map bad ref)", hc3(H_grant_table_op, 0, &mp, 1)); V("  status", 0, "st", (u16)mp.st); mp.dom = 55; mp.ref = 8; R("grant(map dom 55)", hc3(H_grant_table_op, 0, &mp, 1)); V("  status", 0, "st", (u16)mp.st); }
    /* multicall */
    { static struct multicall mc[3]; mc[0].op = H_xen_version; mc[1].op = 63; mc[2].op = H_sched_op; mc[2].args[0] = 99; R("multicall(3)", hc2(H_multicall, mc, 3)); V("  result0", mc[0].result, "op", mc[0].op); V("  result1", mc[1].result, "op", mc[1].op); V("  result2", mc[2].result, "op", mc[2].op); mc[0].op = H_multicall; R("multicall(nested)", hc2(H_multicall, mc, 1)); V("  result0", mc[0].result, "op", 0); R("multicall(bad pointer)", hc2(H_multicall, HV_RW_VA, 1)); }
    /* instructions */
    { ul x = 0; TRY("cli", ::: "memory"); T("cli", 0); TRY("sti", ::: "memory"); T("sti", 0); __asm__ volatile("pushf; pop %0" : "=r"(x)); F("eflags after sti", x); TRY("mov %%cr0, %0", : "=r"(x)); T("mov %cr0,r", x); TRY("mov %%cr2, %0", : "=r"(x)); T("mov %cr2,r", x); TRY("mov %%cr3, %0", : "=r"(x)); T("mov %cr3,r", x); V("  top mfn", 0, "mfn", mfn_of(si->pt_base)); TRY("mov %%cr4, %0", : "=r"(x)); T("mov %cr4,r", x); x = ~0ul; TRY("mov %0, %%cr0", :: "r"(x)); T("mov ~0,%cr0", 0); TRY("clts", ::: "memory"); T("clts", 0); TRY("wbinvd", ::: "memory"); T("wbinvd", 0); TRY("hlt", ::: "memory"); T("hlt", 0); TRY("invlpg (%0)", :: "r"(pA)); T("invlpg", 0); TRY("mov %%dr7, %0", : "=r"(x)); T("mov %dr7,r", x);
      x = 0; TRY("inb $0x80, %%al", : "=a"(x)); T("inb 0x80", x); x = 0; TRY("rdtsc", : "=a"(x) :: "edx"); T("rdtsc", 1); x = 0; TRY("rdmsr", : "=a"(x) : "c"(0xc0000080) : "edx"); T("rdmsr EFER", x); x = 0; TRY("rdmsr", : "=a"(x) : "c"(0x12345) : "edx"); T("rdmsr 0x12345", x); TRY("int $0x21", ::: "memory"); T("int 0x21 (no handler)", 0); TRY("int3", ::: "memory"); T("int3", 0); TRY("ud2", ::: "memory"); T("ud2", 0); { char buf[16]; TRY("sgdt %0", : "=m"(buf)); T("sgdt", 0); TRY("lgdt %0", :: "m"(buf)); T("lgdt", 0); TRY("lidt %0", :: "m"(buf)); T("lidt", 0); } TRY("ltr %%ax", :: "a"(0)); T("ltr 0", 0); TRY("mov %%ax, %%fs", :: "a"(0x40)); T("mov 0x40(null slot)->fs", 0);
      u32 a, b, c, d; __asm__ volatile("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "0"(0x40000000), "2"(0)); F("native cpuid 0x40000000 ebx", b); __asm__ volatile("ud2a; .ascii \"xen\"; cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "0"(0x40000000), "2"(0)); F("xen-prefixed cpuid 0x40000000 ebx", b); F("  max leaf", a); __asm__ volatile("ud2a; .ascii \"xen\"; cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "0"(1), "2"(0)); F("xen cpuid 1 edx", d); F("xen cpuid 1 ecx", c);
      __asm__ volatile("mov %%cs, %0" : "=r"(x)); F("cs", x & 0xffff); __asm__ volatile("mov %%ss, %0" : "=r"(x)); F("ss", x & 0xffff); __asm__ volatile("mov %%ds, %0" : "=r"(x)); F("ds", x & 0xffff);
      TRY("movl $1, %0", : "=m"(*(u32 *)HV_RW_VA)); T("store into Xen's hole", 0); TRY("mov %1, %0", : "=r"(x) : "m"(*(ul *)HV_VA)); T("read M2P", 1); TRY("mov" WS " $1, %0", : "=m"(*(ul *)HV_VA)); T("store into M2P", 0); TRY("movl %1, %%eax", : "=m"(*(u32 *)0x40000000ul) : "m"(*(u32 *)0x40000000ul) : "eax"); T("read unmapped 0x40000000", 0); }
    str("probe: END\n"); stop(0);
}
