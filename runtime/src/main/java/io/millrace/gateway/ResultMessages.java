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

  /** A result's message; keys and values as text where asked for and possible. */
  static Result message(Located located, boolean asText) {
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
    if (isText(asText, result.key())) {
      message.setKeyTextBytes(result.key());
    } else {
      message.setKey(result.key());
    }
    if (isText(asText, result.value())) {
      message.setValueTextBytes(result.value());
    } else {
      message.setValue(result.value());
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
    var pages = new ArrayList<List<Result>>();
    var page = new ArrayList<Result>();
    int bytes = 0;
    for (Located located : results) {
      Result message = message(located, asText);
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
