package dev.millrace.worker.runtime.process.spawn;

class LauncherSpawnerTest extends SpawnerContract {
    private final Spawner spawner = new LauncherSpawner();

    @Override
    Spawner spawner() {
        return spawner;
    }
}
