package io.penstock.file;

import java.io.IOException;

class ChannelLogFileTest extends LogFileContract {
    @Override
    LogFile open(LogFile.Terms terms) throws IOException {
        return new ChannelLogFile(terms, OPENED);
    }
}
