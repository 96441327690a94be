package dev.gantry.volume.core;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is known of a volume beside what its driver knows.
///
/// @param Name unique
/// @param Driver keeps it
/// @param Labels null = none
/// @param Options with which it was made; null = none
/// @param Users ids of the containers that use it
/// @param Mounted ids of the containers that it is mounted for
record VolumeRecord(
        String Name,
        String Driver,
        @Nullable Map<String, String> Labels,
        @Nullable Map<String, String> Options,
        Set<String> Users,
        Set<String> Mounted) {
    VolumeRecord {
        Users = Users == null ? Set.of() : Set.copyOf(Users);
        Mounted = Mounted == null ? Set.of() : Set.copyOf(Mounted);
    }

    boolean isAnonymous() {
        return Labels != null && Labels.containsKey("com.docker.volume.anonymous");
    }

    boolean isUsed() {
        return !Users.isEmpty() || !Mounted.isEmpty();
    }

    VolumeRecord withUsers(Set<String> users) {
        return new VolumeRecord(Name, Driver, Labels, Options, users, Mounted);
    }

    VolumeRecord withMounted(Set<String> mounted) {
        return new VolumeRecord(Name, Driver, Labels, Options, Users, mounted);
    }

    static Set<String> with(Set<String> ids, String id) {
        Set<String> more = new TreeSet<>(ids);
        more.add(id);
        return more;
    }

    static Set<String> without(Set<String> ids, String id) {
        Set<String> fewer = new TreeSet<>(ids);
        fewer.remove(id);
        return fewer;
    }
}
