/*
 * Processes: fork, exit and wait. One runs until it waits or ends.
 */
#include <kernel.h>
#include <opt_maxproc.h>

static struct proc procs[MAXPROC];
struct proc *curproc;

/* Where a process's trap from ring 3 leaves its frame. */
struct trapframe *
proc_frame(struct proc *p)
{
	return (struct trapframe *)(p->p_kstack + USPACE) - 1;
}

/* A new process with a space that maps nothing; NULL if there are enough. */
struct proc *
proc_alloc(struct proc *parent)
{
	static u32 last_pid;
	u32 i;

	for (i = 0; i < MAXPROC; i++)
		if (procs[i].p_stat == SUNUSED) {
			procs[i].p_stat = SRUN;
			procs[i].p_pid = ++last_pid;
			procs[i].p_parent = parent;
			pmap_create(&procs[i].p_pmap);
			return &procs[i];
		}
	return NULL;
}

static void
proc_switch(struct proc *to)
{
	struct proc *from = curproc;

	curproc = to;
	cpu_setstack(to->p_kstack + USPACE);
	pmap_activate(&to->p_pmap);
	cpu_switch(&from->p_sp, to->p_sp);
}

/* Gives the child what the running process has at `va`. */
static void
copy_page(struct proc *child, vaddr_t va)
{
	paddr_t pa;

	if (!(*vtopte(va) & PG_RW)) {
		pmap_enter(&child->p_pmap, va, PA(user_start) + va - VM_TEXT, 0);
		return;
	}
	pa = pmap_page_alloc(1);
	memcpy(KVA(pa), (void *)va, PAGE_SIZE);
	pmap_enter(&child->p_pmap, va, pa, PG_RW);
}

/* Copies the running process's space, table by table, page by page. */
static void
copy_space(struct proc *child)
{
	vaddr_t table, va;

	for (table = 0; table < VM_STACK_END; table += 1u << PDSHIFT) {
		if (!(PDP_BASE[pdei(table)] & PG_V))
			continue;
		for (va = table; va < table + (1u << PDSHIFT); va += PAGE_SIZE)
			if (*vtopte(va) & PG_V)
				copy_page(child, va);
	}
}

/* The child returns 0 from the same system call. Gives its pid, or -error. */
s32
fork1(struct trapframe *tf)
{
	struct proc *child = proc_alloc(curproc);
	u32 *sp;

	if (child == NULL)
		return -EAGAIN;
	copy_space(child);
	*proc_frame(child) = *tf;
	proc_frame(child)->tf_eax = 0;
	sp = (u32 *)proc_frame(child) - 5;      /* what cpu_switch pops */
	memset(sp, 0, 4 * sizeof(u32));
	sp[4] = (u32)trap_return;
	child->p_sp = (u32)sp;
	return child->p_pid;
}

NORETURN void
exit1(u32 status)
{
	if (curproc->p_parent == NULL) {
		printf("init exited with status %u\n", status);
		cpu_reboot(true);
	}
	curproc->p_stat = SZOMB;
	curproc->p_xstat = status;
	proc_switch(curproc->p_parent);
	panic("a zombie runs");
}

/* Lets a child run to its end. Gives its pid, or -error. */
s32
wait1(u32 *status)
{
	u32 i;

	for (i = 0; i < MAXPROC; i++)
		if (procs[i].p_stat == SRUN && procs[i].p_parent == curproc) {
			proc_switch(&procs[i]);
			*status = procs[i].p_xstat;
			procs[i].p_stat = SUNUSED;
			return procs[i].p_pid;
		}
	return -ECHILD;
}
