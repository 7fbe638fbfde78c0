/** Sub-operations of xen_version. Source: xen/include/public/version.h. Read by both compilers. */
export const enum VersionOp {
  Version = 0,
  ExtraVersion = 1,
  CompileInfo = 2,
  Capabilities = 3,
  Changeset = 4,
  PlatformParameters = 5,
  GetFeatures = 6,
  PageSize = 7,
  GuestHandle = 8,
  CommandLine = 9,
  BuildId = 10,
}

/** Bit numbers of XENVER_get_features, map 0. Source: xen/include/public/features.h, XENFEAT_*. */
export const enum Feature {
  PaePgdirAbove4gb = 4,
  MmuPtUpdatePreserveAd = 5,
  HighmemAssist = 6,
  GnttabMapAvailBits = 7,
  Dom0 = 11,
  MemoryOpVnodeSupported = 13,
  DirectMapped = 17,
}
