// The types of AssemblyScript in the files that asc and tsc both read: assembly/abi/ and assembly/isa/.
type u8 = number;
type u16 = number;
type u32 = number;
type u64 = bigint;
type i8 = number;
type i16 = number;
type i32 = number;
type i64 = bigint;
type usize = number;
type bool = boolean;
type StaticArray<T> = readonly T[];
