package dev.gantry.api.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// What went wrong with a file, in the kernel's words. Java's own exceptions say the most frequent things by their type alone, and
/// their message is nothing but the file's name.
public final class FileFailures {
    private FileFailures() {}

    /// `/x/y: no such file or directory`; the message itself of a failure that has words.
    public static String words(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case NoSuchFileException _ -> message + ": no such file or directory";
            case AccessDeniedException _ -> message + ": permission denied";
            case FileAlreadyExistsException _ -> message + ": file exists";
            case NotDirectoryException _ -> message + ": not a directory";
            case DirectoryNotEmptyException _ -> message + ": directory not empty";
            default -> message;
        };
    }
}
