// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static io.millrace.serde.Serdes.int64;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.docs.ProgrammingModel.Account;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.processor.Effect;
import io.millrace.serde.StateSerde;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProgrammingModelTest {
  private static final ByteString KEY = ByteString.copyFromUtf8("ada");

  @Test
  void givenTypedWordCount_whenAKeyComesTwice_thenCounted() {
    var processor = ProgrammingModel.wordCount().processor().get();
    var record = new DataRecord(1, KEY, ByteString.EMPTY, DataRecord.NO_EVENT_TIME, Fields.EMPTY);

    Effect first = processor.process(record, Optional::empty);
    Effect second = processor.process(record, () -> Optional.of(first.state()));

    assertThat(first.outputs().get(0).value()).isEqualTo(int64().encode(1L));
    assertThat(second.outputs().get(0).value()).isEqualTo(int64().encode(2L));
  }

  @Test
  void givenSilentDevice_whenItsTimerIsDue_thenToldAndForgotten() {
    var processor = ProgrammingModel.silence().processor().get();
    var record = new DataRecord(1, KEY, ByteString.copyFromUtf8("on"), 1_000, Fields.EMPTY);

    Effect first = processor.process(record, Optional::empty);
    Effect later =
        processor.onTimer(
            KEY, new Timer(TimeKind.EVENT, "silence", 601_000), () -> Optional.of(first.state()));

    assertThat(first.timers())
        .containsExactly(new Effect.TimerSetting(TimeKind.EVENT, "silence", true, 601_000));
    assertThat(later.outputs().get(0).value().toStringUtf8()).isEqualTo("ada is silent");
    assertThat(later.stateAction()).isEqualTo(Effect.StateAction.DELETE);
  }

  @Test
  void givenStateOfVersionOne_whenReadByVersionTwo_thenMigrated() {
    ByteString old = StateSerde.of(int64()).encode(12L);

    assertThat(ProgrammingModel.accounts().decode(KEY, old)).isEqualTo(new Account(12, List.of()));
  }
}
