// A Swift program imports this module alone: it has everything of these two. What their methods take and return is in
// one of them, so nothing else needs a name. (docs/library.md)
@_exported public import CasebookKnowledge
@_exported public import CasebookService
