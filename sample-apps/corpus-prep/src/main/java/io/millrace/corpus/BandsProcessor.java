// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Bands;
import io.millrace.corpus.near.Message.Compare;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.near.Resident;
import io.millrace.corpus.near.Residents;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import java.util.List;

/**
 * The stage {@code bands}. A key is one band of a signature: all documents that have it meet here,
 * and each newcomer is told with whom to compare itself. The newest main result of a key is who is
 * there.
 */
final class BandsProcessor implements Processor {
  /** Name of the stage. */
  static final String STAGE = "bands";

  private final NearSettings settings;

  BandsProcessor(NearSettings settings) {
    this.settings = settings;
  }

  @Override
  public Effect process(DataRecord record, Context context) {
    ByteString value = record.value();
    if (Fence.isFence(value) && value.size() == 1 + Fence.ROUND_BYTES && isFenceKey(record)) {
      return Effect.builder().emitTo(Looped.TAG, Looped.echo(Fence.decode(value)).encode()).build();
    }
    int band = Bands.bandOf(record.key());
    Residents before =
        context.state().map(state -> residents(record.key(), state)).orElse(Residents.NONE);
    Resident newcomer = newcomer(value, band);
    Residents after = before.with(newcomer, settings.residentsMax());
    List<DocumentId> partners = before.partners(newcomer, band, settings);
    var effect = Effect.builder();
    if (!after.equals(before)) {
      effect.setState(after.encode());
    }
    if (!partners.isEmpty()) {
      var compare = new Compare(partners);
      effect.emitTo(Looped.TAG, new Looped(newcomer.id().bytes(), compare.encode()).encode());
    }
    return effect.build();
  }

  @Override
  public ByteString answer(ByteString key, ByteString question, Context context) {
    return Inquiries.toBands(key, question, context.state(), settings);
  }

  private Resident newcomer(ByteString value, int band) {
    try {
      return Resident.parse(value, band, settings);
    } catch (IllegalArgumentException e) {
      throw MillraceException.of(Kind.CALLER, "message to a band cannot be read", e)
          .with("cause", e.getMessage());
    }
  }

  /** Keys of fences are longer than those of bands. */
  private static boolean isFenceKey(DataRecord record) {
    return record.key().size() > Bands.KEY_BYTES;
  }

  private Residents residents(ByteString key, ByteString state) {
    return States.decode(STAGE, key, () -> Residents.decode(state, Bands.bandOf(key), settings));
  }
}
