/// Where the lines of a language are in a file of several: below the line `# de`, up to the next of its kind; `nil` if the file
/// has none.
package func lines(of language: String, in file: [UInt8]) -> Range<Int>? {
  guard let opening = file[...].range(ofBytes: Array("# \(language)\n".utf8)) else { return nil }
  let end = file[opening.upperBound...].firstIndex(of: UInt8(ascii: "#")) ?? file.endIndex
  return opening.upperBound..<end
}
