/// The replacement for a volatile part of a message. These cases are all the masks that a template can
/// contain.
///
/// In a template, a mask is its name between angle brackets: `<num>`. A message that itself contains the text
/// `<num>` gets the same template as a message with a number there. So imitating a mask achieves no more than
/// writing a number, and the signature of a template is that template again.
public enum Mask: String, CaseIterable, Hashable, Sendable {
  /// A date, a time of day, or both: `2021-10-21T09:00:00Z`, `Jun 15 04:06:18`, `09:00:00,318`.
  case time
  /// A number with a unit of time: `30s`, `1m30s`, `5 seconds`.
  case duration
  /// `0b851395-2895-44b9-8265-a27d0bb52910`.
  case uuid
  /// `0x0157`, or a word of eight or more hexadecimal digits; a hardware address.
  case hex
  /// An IPv4 or IPv6 address, with its port or prefix length.
  case ip
  /// A host name of three labels or more, or of two with a port.
  case host
  /// Anything with a scheme: `https://…`, `hdfs://…`.
  case url
  /// `someone@example.com`.
  case email
  /// A file path: `/var/log/x`, `./model`, `C:\data`, `logs/readme.txt`.
  case path
  /// A container image with its registry: `registry.example.io/team/image:7`.
  case image
  /// A number with a unit of size, rate or frequency: `2GB`, `512 Mi`, `10.5 KB/s`.
  case size
  /// A dotted version: `1.10.3`.
  case version
  /// A generated part of a name: `job_<id>`, `web-<id>`.
  case id
  /// Any other number.
  case num
  /// The point at which a message longer than `Signer.limit` was cut.
  case cut
  /// Any text: a placeholder in an article's message template.
  case any = "*"

  /// The mask as written in a template: `<num>`.
  public var text: String { staticText.description }

  /// `text`, without creating a string.
  package var staticText: StaticString {
    switch self {
    case .time: "<time>"
    case .duration: "<duration>"
    case .uuid: "<uuid>"
    case .hex: "<hex>"
    case .ip: "<ip>"
    case .host: "<host>"
    case .url: "<url>"
    case .email: "<email>"
    case .path: "<path>"
    case .image: "<image>"
    case .size: "<size>"
    case .version: "<version>"
    case .id: "<id>"
    case .num: "<num>"
    case .cut: "<cut>"
    case .any: "<*>"
    }
  }

  /// The mask whose text starts at `position`, and its end.
  package static func found(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> (mask: Mask, end: Int)?
  {
    guard bytes[position] == UInt8(ascii: "<") else { return nil }
    for mask in allCases {
      let text = mask.staticText
      guard position + text.utf8CodeUnitCount <= bytes.count else { continue }
      let isHere = text.withUTF8Buffer { text in
        var index = 1
        while index < text.count, bytes[position + index] == text[index] { index += 1 }
        return index == text.count
      }
      if isHere { return (mask, position + text.utf8CodeUnitCount) }
    }
    return nil
  }

  /// Whether a value is meaningful only as a whole: nobody searches for the second group of a UUID.
  package var isOpaque: Bool {
    switch self {
    case .uuid, .hex, .time, .duration, .size, .num, .version: true
    case .ip, .host, .url, .email, .path, .image, .id, .cut, .any: false
    }
  }
}
