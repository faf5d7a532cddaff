/// The log formats that ship with the library: the files of this folder, made by `script/embed` into one Zstandard frame. A
/// byte 1E ends each file.
public let packedFormats: [UInt8] = PackageResources.formats_zst
