import Glibc

/// Whether `RECORD_TRANSCRIPTS` is set.
public var isRecordingTranscripts: Bool { getenv("RECORD_TRANSCRIPTS") != nil }

/// Replays the transcript of a file in a new folder; what is returned is what a test has to complain about.
///
/// With `RECORD_TRANSCRIPTS` in the environment, the file is rewritten to say what was printed, *and* the replay
/// complains, so that no test passes by writing its own answer. Read what was recorded before keeping it.
/// `prepare` puts files into the folder first.
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
