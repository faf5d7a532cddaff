import Glibc

/// Whether `RECORD_TRANSCRIPTS` is set.
public var isRecordingTranscripts: Bool { getenv("RECORD_TRANSCRIPTS") != nil }

/// Replays the transcript in a file in a new folder. Returns the mismatches that a test should report.
///
/// With `RECORD_TRANSCRIPTS` in the environment, the file is rewritten with the actual output *and* the
/// replay reports a problem, so that no test passes by writing its own answer. Read the recording before
/// keeping it. `prepare` first puts files into the folder.
public func problems(
  inTranscript path: String, program: String, recording: Bool = isRecordingTranscripts,
  prepare: (_ workingDirectory: String) throws -> Void = { _ in },
  run: (TranscriptCall) throws -> TranscriptResult
) -> [String] {
  do {
    let bytes = try readFile(path)
    let text = String(decoding: bytes, as: UTF8.self)
    let transcript = try Transcript(text, file: path, program: program)
    let replay = try withTemporaryFolder { folder in
      try prepare(folder)
      return transcript.replay(in: folder, run: run)
    }
    guard recording else { return replay.mismatches }
    if replay.recorded != text { try writeFile(path, Array(replay.recorded.utf8)) }
    return ["\(path): recorded; \(replay.mismatches.count) steps differed"] + replay.mismatches
  } catch {
    return ["\(error)"]
  }
}
