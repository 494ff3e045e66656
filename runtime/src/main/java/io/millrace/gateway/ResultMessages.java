// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.google.protobuf.ByteString;
import io.millrace.message.FieldMessages;
import io.millrace.model.DataRecord;
import io.millrace.model.ResultRecord;
import io.millrace.query.Located;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.util.ArrayList;
import java.util.List;

/** Turns results into their messages, and many of them into messages of a bounded size. */
final class ResultMessages {
  private ResultMessages() {}

  /**
   * How keys and values come.
   *
   * @param asText as text where they are UTF-8
   * @param outline empty, in the form that they would have
   */
  record Form(boolean asText, boolean outline) {}

  /** A result's message; keys and values as text where asked for and possible. */
  static Result message(Located located, boolean asText) {
    return message(located, new Form(asText, false));
  }

  /** A result's message. */
  static Result message(Located located, Form form) {
    ResultRecord result = located.result();
    Result.Builder message =
        Result.newBuilder()
            .setPosition(
                Position.newBuilder()
                    .setPartition(located.partition())
                    .setBlock(located.block())
                    .setIndex(located.index()))
            .putAllFields(FieldMessages.messages(result.fields()))
            .setTag(result.tag());
    ByteString key = form.outline() ? ByteString.EMPTY : result.key();
    if (isText(form.asText(), result.key())) {
      message.setKeyTextBytes(key);
    } else {
      message.setKey(key);
    }
    ByteString value = form.outline() ? ByteString.EMPTY : result.value();
    if (isText(form.asText(), result.value())) {
      message.setValueTextBytes(value);
    } else {
      message.setValue(value);
    }
    if (result.eventTimeMs() != DataRecord.NO_EVENT_TIME) {
      message.setEventTimeMs(result.eventTimeMs());
    }
    return message.build();
  }

  private static boolean isText(boolean asText, ByteString bytes) {
    return asText && bytes.isValidUtf8();
  }

  /** Splits results into lists of messages of about {@code bytesMax} bytes, at least one each. */
  static List<List<Result>> pages(List<Located> results, boolean asText, int bytesMax) {
    return pages(results, new Form(asText, false), bytesMax);
  }

  /** The same, in a form. */
  static List<List<Result>> pages(List<Located> results, Form form, int bytesMax) {
    var pages = new ArrayList<List<Result>>();
    var page = new ArrayList<Result>();
    int bytes = 0;
    for (Located located : results) {
      Result message = message(located, form);
      int size = message.getSerializedSize();
      if (!page.isEmpty() && bytes + size > bytesMax) {
        pages.add(page);
        page = new ArrayList<>();
        bytes = 0;
      }
      page.add(message);
      bytes += size;
    }
    if (!page.isEmpty()) {
      pages.add(page);
    }
    return pages;
  }
}
