package dev.millrace.api.http.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Compresses a stream with gzip (RFC 1952) while it is read. The JDK can do this only while a stream is written. */
public final class GzipStream extends InputStream {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int TRAILER = 8;

    private final InputStream plain;
    private final Deflater deflater;
    private final CRC32 checksum = new CRC32();
    private final byte[] part = new byte[8 * 1024];
    private ByteBuffer frame = ByteBuffer.wrap(HEADER);
    private boolean ended;

    /** @param level of compression, 1 to 9 */
    public GzipStream(InputStream plain, int level) {
        this.plain = plain;
        this.deflater = new Deflater(level, true);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!frame.hasRemaining()) {
            if (ended) {
                return -1;
            }
            int compressed = deflater.deflate(target, offset, length);
            if (compressed > 0) {
                return compressed;
            }
            if (deflater.finished()) {
                frame = trailer();
                ended = true;
            } else {
                feed();
            }
        }
        int taken = Math.min(length, frame.remaining());
        frame.get(target, offset, taken);
        return taken;
    }

    private void feed() throws IOException {
        int length = plain.read(part);
        if (length < 0) {
            deflater.finish();
        } else {
            checksum.update(part, 0, length);
            deflater.setInput(part, 0, length);
        }
    }

    private ByteBuffer trailer() {
        return ByteBuffer.allocate(TRAILER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt((int) deflater.getBytesRead())
                .flip();
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        frame = ByteBuffer.allocate(0);
        ended = true;
        plain.close();
    }
}
