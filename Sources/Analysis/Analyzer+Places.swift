import CasebookText

extension Analyzer {
  /// Appends the terms of the words that the places overlap, each followed by a space. Together with
  /// `appendTerms(of:outside:to:)`, they are the terms of the whole text: no word is split.
  ///
  /// - Parameters:
  ///   - places: The places in order, without overlaps.
  ///   - opaque: The places that are meaningful only as a whole, such as a UUID. They are indexed whole, without
  ///     their parts.
  public func appendTerms(
    of utf8: UnsafeBufferPointer<UInt8>, at places: [Range<Int>], opaque: [Range<Int>] = [],
    to output: inout [UInt8]
  ) {
    var next = 0
    Self.forEachRegion(of: utf8, at: places) { region in
      while next < opaque.count, opaque[next].upperBound <= region.lowerBound { next += 1 }
      guard next < opaque.count, opaque[next].lowerBound < region.upperBound else {
        return appendTerms(of: UnsafeBufferPointer(rebasing: utf8[region]), to: &output)
      }
      var end = next
      while end < opaque.count, opaque[end].lowerBound < region.upperBound { end += 1 }
      append(utf8, region, opaque[next..<end], to: &output)
    }
  }

  /// Appends the terms of a region, without the parts of the opaque places in it.
  private func append(
    _ utf8: UnsafeBufferPointer<UInt8>, _ region: Range<Int>, _ opaque: ArraySlice<Range<Int>>,
    to output: inout [UInt8]
  ) {
    analyze(UnsafeBufferPointer(rebasing: utf8[region])) { term, kind, range in
      let (start, end) = (range.lowerBound + region.lowerBound, range.upperBound + region.lowerBound)
      if kind == .part,
        opaque.contains(where: { $0.lowerBound <= start && end <= $0.upperBound && $0.count > end - start })
      {
        return
      }
      output.append(contentsOf: term)
      output.append(UInt8(ascii: " "))
    }
    for place in opaque where place.count < region.count {
      analyze(UnsafeBufferPointer(rebasing: utf8[place])) { term, kind, range in
        guard kind == .whole, range.count == place.count else { return }
        output.append(contentsOf: term)
        output.append(UInt8(ascii: " "))
      }
    }
  }

  /// Appends the terms of all other words.
  public func appendTerms(
    of utf8: UnsafeBufferPointer<UInt8>, outside places: [Range<Int>], to output: inout [UInt8]
  ) {
    var start = 0
    Self.forEachRegion(of: utf8, at: places) { region in
      // The text that joins one place to the next may reach into the next: `7:5 seconds`.
      if start < region.lowerBound {
        appendTerms(of: UnsafeBufferPointer(rebasing: utf8[start..<region.lowerBound]), to: &output)
      }
      start = region.upperBound
    }
    appendTerms(of: UnsafeBufferPointer(rebasing: utf8[start...]), to: &output)
  }

  /// Visits the places, each extended by the bytes around it that may belong to the same word.
  private static func forEachRegion(
    of utf8: UnsafeBufferPointer<UInt8>, at places: [Range<Int>], _ body: (Range<Int>) -> Void
  ) {
    var last = 0..<0
    for place in places where place.upperBound > last.upperBound {
      var (start, end) = (place.lowerBound, place.upperBound)
      while start > last.upperBound, joins(utf8[start - 1]) { start -= 1 }
      while end < utf8.count, joins(utf8[end]) { end += 1 }
      last = start..<end
      body(last)
    }
  }

  private static func joins(_ byte: UInt8) -> Bool { byte.isLetterOrDigit || byte.isJoiner || byte >= 0x80 }
}
