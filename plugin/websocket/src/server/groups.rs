use super::clients::{ClientTable, Clients, client_number};
use crate::connection::ConnectionHandle;
use crate::error::ActionError;
use std::sync::Arc;

impl Clients {
    /// Adds a client to a group; it may already be a member, and its request may still wait to be accepted.
    ///
    /// # Errors
    /// When there is no such client, or it is in as many groups as allowed.
    pub(crate) fn join(&self, id: &str, group: &str) -> Result<(), ActionError> {
        // Before the table is locked.
        let absent = self.absent(id);
        let (mut table, number) = (self.write(), client_number(id));
        let name = match table.groups.get_key_value(group) {
            Some((name, _)) => name.clone(),
            None => group.into(),
        };
        let table = &mut *table;
        let client = number.and_then(|number| table.clients.get_mut(&number));
        let client = client.ok_or(absent)?;
        let most = client.route.settings.max_groups_per_client;
        if client.groups.len() >= most && !client.groups.contains(group) {
            return Err(ActionError::TooManyGroups(most));
        }
        client.groups.insert(name.clone());
        let members = table.groups.entry(name).or_default();
        members.insert(number.unwrap_or_default(), client.handle.clone());
        Ok(())
    }

    /// Removes a client from a group, or from all if the name is empty; it need not be a member.
    ///
    /// # Errors
    /// When there is no such client.
    pub(crate) fn leave(&self, id: &str, group: &str) -> Result<(), ActionError> {
        // Before the table is locked.
        let absent = self.absent(id);
        let (mut table, number) = (self.write(), client_number(id));
        let known = number.filter(|number| table.clients.contains_key(number));
        let number = known.ok_or(absent)?;
        match group {
            "" => table.leave_all(number),
            group => table.leave(number, group),
        }
        Ok(())
    }

    /// Runs an action for each member of a group, in the order in which they connected.
    pub(crate) fn for_each_member(
        &self,
        group: &str,
        mut action: impl FnMut(u64, &Arc<ConnectionHandle>),
    ) {
        let table = self.read();
        let members = table.groups.get(group).into_iter().flatten();
        members.for_each(|(number, handle)| action(*number, handle));
    }
}

impl ClientTable {
    /// Removes a client from every group.
    pub(super) fn leave_all(&mut self, number: u64) {
        let client = self.clients.get_mut(&number);
        let groups = client.map(|client| std::mem::take(&mut client.groups));
        groups.into_iter().flatten().for_each(|group| self.leave_members(number, &group));
    }

    fn leave(&mut self, number: u64, group: &str) {
        if let Some(client) = self.clients.get_mut(&number) {
            client.groups.remove(group);
        }
        self.leave_members(number, group);
    }

    /// Removes a group without members, so that empty groups do not pile up.
    fn leave_members(&mut self, number: u64, group: &str) {
        if let Some(members) = self.groups.get_mut(group) {
            members.remove(&number);
            if members.is_empty() {
                self.groups.remove(group);
            }
        }
    }
}
