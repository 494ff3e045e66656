// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.Answer;
import io.millrace.model.PartitionId;
import io.millrace.model.Question;
import io.millrace.partition.PartitionCore.Effects;
import io.millrace.partition.PartitionReply.Answered;
import io.millrace.partition.PartitionReply.NotTaken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has the processor answer questions between two batches. They are answered at once, from the state
 * as it is applied, and told once all that was applied to their keys is committed: so an answer
 * never speaks of anything that a crash could take back, and does not wait for what others do. Not
 * thread-safe: confined to one actor.
 *
 * @param <C> how a caller is reached
 */
final class Questions<C> {
  private static final int WAITING_RETRY_MS = 20;

  private final PartitionId partition;
  private final AskSettings settings;
  private final RecordRunner runner;
  private final BlockLine<C> line;

  Questions(PartitionId partition, AskSettings settings, RecordRunner runner, BlockLine<C> line) {
    this.partition = partition;
    this.settings = settings;
    this.runner = runner;
    this.line = line;
  }

  /** Answers each question, in their order; takes none while too many answers wait. */
  void ask(List<Question> questions, C caller, Effects<C> effects) {
    Optional<OpenBlock<C>> block = line.newestAbout(questions);
    int waiting = block.isPresent() ? line.answersWaiting() : 0;
    if (waiting >= settings.waitingMax()) {
      String reason =
          waiting + " answers wait for a commit (millrace.partition.ask.waiting-max), ask again";
      effects.reply(
          caller, new NotTaken(partition, NotTaken.ANY_ATTEMPT, reason, WAITING_RETRY_MS));
      return;
    }
    List<Answer> answers = new ArrayList<>(questions.size());
    long askedBytes = 0;
    long answeredBytes = 0;
    for (Question question : questions) {
      askedBytes += question.bytes();
      Answer answer =
          answers.size() >= settings.questionsMax()
              ? tooMuch("questions at once", questions.size(), "questions", settings.questionsMax())
              : askedBytes > settings.questionBytesMax()
                  ? tooMuch("questions", askedBytes, "question-bytes", settings.questionBytesMax())
                  : runner.answer(question);
      if (answer instanceof Answer.Given given) {
        long bytes = answeredBytes + given.value().size();
        if (bytes > settings.answerBytesMax()) {
          answer = tooMuch("answers", bytes, "answer-bytes", settings.answerBytesMax());
        } else {
          answeredBytes = bytes;
        }
      }
      answers.add(answer);
    }
    var answered = new Answered(partition, line.epoch(), answers);
    if (block.isPresent()) {
      block.get().add(new OpenBlock.Answer<>(caller, answered));
    } else {
      effects.reply(caller, answered);
    }
  }

  private static Answer tooMuch(String what, long value, String setting, int max) {
    String text =
        " (expected: at most millrace.partition.ask." + setting + "-max = " + max + "; ask less)";
    return new Answer.Failed(what + ": " + value + text);
  }
}
