// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.millrace.model.Answer;
import io.millrace.model.Question;
import io.millrace.partition.PartitionCommand.Ask;
import io.millrace.partition.PartitionReply.Answered;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRefResolver;

/** The part of {@link KryoMessages} that is about questions. */
final class KryoAsk {
  /** Least bytes of a question or answer. */
  private static final int BYTES_MIN = 2;

  private static final int GIVEN = 1;
  private static final int FAILED = 2;

  private KryoAsk() {}

  static void register(Kryo kryo, ActorRefResolver refs) {
    KryoMessages.register(
        kryo,
        Ask.class,
        28,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeInt(out, m.questions().size());
          for (Question question : m.questions()) {
            Wire.writeBytes(out, question.key());
            Wire.writeBytes(out, question.body());
          }
          KryoMessages.writeRef(out, refs, m.replyTo());
        },
        in -> new Ask(Wire.readPartition(in), readQuestions(in), KryoMessages.readRef(in, refs)));
    KryoMessages.register(
        kryo,
        Answered.class,
        53,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeEpoch(out, m.epoch());
          Wire.writeInt(out, m.answers().size());
          m.answers().forEach(answer -> write(out, answer));
        },
        in -> new Answered(Wire.readPartition(in), Wire.readEpoch(in), readAnswers(in)));
  }

  private static List<Question> readQuestions(Input in) {
    int count = Wire.readCount(in, BYTES_MIN);
    List<Question> questions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      questions.add(new Question(Wire.readBytes(in), Wire.readBytes(in)));
    }
    return questions;
  }

  private static void write(Output out, Answer answer) {
    if (answer instanceof Answer.Given given) {
      Wire.writeInt(out, GIVEN);
      Wire.writeBytes(out, given.value());
    } else {
      Wire.writeInt(out, FAILED);
      Wire.writeText(out, ((Answer.Failed) answer).reason());
    }
  }

  private static List<Answer> readAnswers(Input in) {
    int count = Wire.readCount(in, BYTES_MIN);
    List<Answer> answers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int form = Wire.readInt(in);
      answers.add(
          switch (form) {
            case GIVEN -> new Answer.Given(Wire.readBytes(in));
            case FAILED -> new Answer.Failed(Wire.readText(in));
            default -> throw new KryoException("answer: form " + form + " (expected: 1 or 2)");
          });
    }
    return answers;
  }
}
