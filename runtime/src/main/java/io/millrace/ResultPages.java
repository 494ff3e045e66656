// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import io.grpc.Context;
import io.millrace.v1.Result;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A call that answers in pages, as a stream of what is on them. */
final class ResultPages {
  private ResultPages() {}

  /**
   * Makes the call at once; closing the stream ends it.
   *
   * @param call makes the call and gives its pages
   */
  static <P> Stream<Result> stream(
      Supplier<Iterator<P>> call, Function<P, List<Result>> resultsOf) {
    Context.CancellableContext context = Context.current().withCancellation();
    Context before = context.attach();
    Iterator<P> pages;
    try {
      pages = call.get();
    } finally {
      context.detach(before);
    }
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, traits), false)
        .flatMap(page -> resultsOf.apply(page).stream())
        .onClose(() -> context.cancel(null));
  }
}
