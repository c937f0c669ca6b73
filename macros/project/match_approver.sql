{#
    Return how a person (see person_of) matches the approvers of a rule: {named: true if an approver has this name or
    one of the groups, sure: true if such an approver also accepts this identity, group: the group that matched, or
    none, wanted: the identities that the matching approvers demand}. Names are case-insensitive. Pure.
#}
{% macro match_approver(rule, person) %}
    {%- set found = {"named": not rule["approvers"], "sure": not rule["approvers"], "group": none, "wanted": []} -%}
    {%- set name, groups = dbt_wap.person_key(person["name"]), [] -%}
    {%- for group in person["groups"] -%} {%- do groups.append(dbt_wap.person_key(group)) -%} {%- endfor -%}
    {%- for entry in rule["approvers"] -%}
        {%- set group = dbt_wap.person_key(entry.get("group")) -%}
        {%- set mine = group in groups if group else dbt_wap.person_key(entry["name"]) == name -%}
        {%- set kinds = entry.get("identity") -%}
        {%- if mine and (not kinds or person["identity"] in kinds) and not found["sure"] -%}
            {%- do found.update({"named": true, "sure": true, "group": entry.get("group")}) -%}
        {%- elif mine -%}
            {%- do found.update({"named": true}) -%} {%- do found["wanted"].extend(kinds or []) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
