/** The server side of the official Admin UI. */
module dev.madang.admin {
    requires transitive dev.madang.server;
    requires bcrypt;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.madang.admin;
}
