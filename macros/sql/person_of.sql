{#
    Return who is acting, through which door, and how sure the door is: {name, door, identity, groups}. By hand, the
    door is dbt and the identity shell. Pure.
#}
{% macro person_of(context) %}
    {%- set given = context or {} -%}
    {%- set told = given if given.get("runner") else {} -%}
    {%- do return(
        {
            "name": dbt_wap.actor_of(context),
            "door": told.get("door") or "dbt",
            "identity": told.get("identity") or "shell",
            "groups": told.get("groups") or [],
        }
    ) -%}
{% endmacro %}
