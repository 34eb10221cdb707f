package dev.millrace.standalone.client.submit;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends only once somebody has allowed it: a pipe into which a program still writes. */
final class GatedInput extends FilterInputStream {
    private final CountDownLatch open = new CountDownLatch(1);

    GatedInput(byte[] content) {
        super(new ByteArrayInputStream(content));
    }

    void open() {
        open.countDown();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        try {
            if (read < 0 && !open.await(10, TimeUnit.SECONDS)) {
                throw new IOException("Nobody allowed the end");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return read;
    }
}
